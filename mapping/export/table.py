"""Where every force stood at the end of each day, in every account, as one flat table.

As a file it is CSV in UTF-8 with a byte order mark, because it is made to be opened by a double
click and Excel takes a file without one for another encoding; pandas, R and QGIS skip the mark.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mapping.export.claim_text import passages_of, placed_by_of
from mapping.export.lines import fold_lon
from mapping.format.campaign import Campaign
from mapping.format.problems import plain_cell
from mapping.format.schema import row_name
from mapping.telling.citation import say_citation
from mapping.telling.timeline import DayState, ForceState, day_states

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "day", "account", "account_title", "force", "force_name", "side", "side_name", "place",
    "place_name", "lat", "lon", "km_today", "km_so_far", "earliest_km", "latest_km", "presence",
    "placed_on", "moving", "interpolated", "placed_by", "certainty", "sources",
)  # fmt: skip


def to_table(campaign: Campaign) -> pd.DataFrame:
    """Where everything stood on each day: a row for each account, day and force on the map.

    `day` is a text, YYYY-MM-DD; `km_so_far` counts along the present movement. `presence` is
    `present` where a row of the account puts the force there on this day, `between` where it is
    somewhere on a stretch of its way, from `earliest_km` to `latest_km` (the point is its middle,
    and no km are given), `last known` since the day `placed_on`, `perhaps`, `left` (for a place
    without a point: no coordinates), or `ended`. `placed_by` is the row that puts it there;
    `certainty` and `sources` (ids separated by semicolons) are that row's.
    """
    import pandas as pd

    return pd.DataFrame([*table_rows(campaign)], columns=[*COLUMNS])


def table_rows(campaign: Campaign) -> Iterator[dict[str, Any]]:
    """The rows of that table as plain values."""
    for account_id in campaign.accounts:
        for state in day_states(campaign, account_id):
            for force in state.forces:
                yield _row(campaign, state, force)


def csv_chunks(campaign: Campaign) -> Iterator[bytes]:
    """The table as a file; each row says how to cite it, as rows are copied and filtered."""
    cite = say_citation(campaign)
    yield codecs.BOM_UTF8 + _line([*COLUMNS, "cite"])
    for row in table_rows(campaign):
        yield _line([_as_cell(value) for value in (*row.values(), cite)])


def _line(cells: list[Any]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerow(cells)
    return stream.getvalue().encode()


def _as_cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return plain_cell(value) if isinstance(value, str) else value


def _row(campaign: Campaign, state: DayState, one: ForceState) -> dict[str, Any]:
    force, position = one.force, one.position
    placed_by = placed_by_of(campaign, state.account_id, one)
    passages = passages_of(campaign, placed_by) if placed_by else []
    is_stretch, left = one.presence == "between", one.presence == "left"
    place = None if left else campaign.places.get(position.place_id)
    return {
        "day": state.day.isoformat(),
        "account": state.account_id,
        "account_title": campaign.accounts[state.account_id].title,
        "force": force.force_id,
        "force_name": force.name,
        "side": force.side_id,
        "side_name": campaign.sides[force.side_id].name,
        "place": place.place_id if place else "",
        "place_name": place.name if place else "",
        "lat": None if left else round(position.lat, 5),
        "lon": None if left else round(fold_lon(position.lon), 5),
        "km_today": None if left else _rounded(one.km_today),
        "km_so_far": None if is_stretch or left else round(one.km_total, 1),
        "earliest_km": _rounded(position.earliest_km),
        "latest_km": _rounded(position.latest_km),
        "presence": one.presence,
        "placed_on": _say_day(campaign, one.placed_on),
        "moving": is_stretch or bool(one.km_today),
        "interpolated": position.interpolated,
        "placed_by": row_name(placed_by) if placed_by else "",
        "certainty": placed_by.certainty if placed_by else "",
        "sources": ";".join(dict.fromkeys(passage.source_id for passage in passages)),
    }


def _rounded(km: float | None) -> float | None:
    return None if km is None else round(km, 1)


def _say_day(campaign: Campaign, number: int | None) -> str:
    return "" if number is None else campaign.calendar[number].isoformat()
