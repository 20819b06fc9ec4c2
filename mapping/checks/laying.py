"""Rules about old maps: whether their points say where they lie, and how exactly."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.checks.report import report
from mapping.format.campaign import Campaign
from mapping.format.georeference import GeoreferenceError, LaidMap, lay_map
from mapping.format.pictures import PictureError
from mapping.format.problems import Problem
from mapping.format.tables import OldMap
from mapping.geo.fitting import find_far_pin

MOST_SHARE = 0.03
"""An error of the fit that is a larger share of the map's diagonal is no small one."""


def check_maps_laid(campaign: Campaign) -> Iterator[Problem]:
    """Each old map lies where its points say; how far off, and which point does not fit."""
    for row in campaign.maps.values():
        try:
            laid = lay_map(row, campaign.folder)
        except PictureError:
            # What the file is, is said already.
            continue
        except GeoreferenceError as error:
            yield report(
                "map-place", "error", row, error.column, f"not shown: {error}", "",
                "four corners, three control points or more, or an annotation", error.mend,
            )  # fmt: skip
            continue
        yield from _check_fit(row, laid)


def _check_fit(row: OldMap, laid: LaidMap) -> Iterator[Problem]:
    column = next(name for name in ("corners", "points", "annotation") if getattr(row, name))
    if laid.fit.is_mirrored:
        yield report(
            "map-mirrored", "warning", row, column, "the map is laid as if seen from behind", "",
            "x to the right, y down from the upper left corner; latitude before longitude",
            "correct the points: two of them, or x and y, may be changed round",
        )  # fmt: skip
    if (off := laid.off_km) is None:
        return
    is_exact = off <= MOST_SHARE * laid.diagonal_km
    if far := find_far_pin(laid.pins, laid.kind, laid.diagonal_km):
        number, km = far
        pin = laid.pins[number]
        yield report(
            "map-point", "warning", row, column,
            f"control point {number + 1} lies {_say_km(km)} from where all others put it",
            f"{pin.x:g} {pin.y:g} {pin.lat:g} {pin.lon:g}",
            f"within a few times the error of the others, which with it is {_say_km(off)}",
            "correct its pixels or its coordinates, or leave it out",
        )  # fmt: skip
    elif not is_exact:
        yield report(
            "map-fit", "warning", row, column,
            f"the control points lie {_say_km(off)} off (root mean square) where the map is laid",
            "", f"at most {MOST_SHARE:.0%} of the map's diagonal of {_say_km(laid.diagonal_km)}",
            "correct the points, or write projective into fit",
        )  # fmt: skip
    else:
        yield report(
            "map-fit", "note", row, column,
            f"the control points lie {_say_km(off)} off (root mean square) where the map is laid",
            "", "", "nothing: readers are told",
        )  # fmt: skip


def _say_km(km: float) -> str:
    return f"{km:,.0f} km" if km >= 100 else f"{float(f'{km:.2g}'):g} km"
