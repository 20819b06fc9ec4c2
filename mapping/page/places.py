"""The tab "Places": where the campaign puts each, and what an independent gazetteer answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from mapping.format.campaign import Campaign
from mapping.page.prose import show_line, show_table
from mapping.telling.once import once

if TYPE_CHECKING:
    from mapping.gazetteer import PlaceCheck


def show_places(campaign: Campaign) -> None:
    """Every place with its stored point, the gazetteer's answer and how far they lie apart."""
    rows = place_rows(campaign)
    show_line(
        "Each place as the campaign stores it, compared with GeoNames, offline. The radius says "
        "how far off the stored point may be."
    )
    columns: dict[str, Any] = {
        "Place": st.column_config.TextColumn(width=180),
        "Kind": st.column_config.TextColumn(width=125),
        "Radius, km": st.column_config.NumberColumn(width=90, format="%g"),
        "Distance, km": st.column_config.NumberColumn(width=105, format="%.1f"),
    }
    show_table(rows, columns, "Places and what the gazetteer answers")


@once
def place_rows(campaign: Campaign) -> list[dict[str, Any]]:
    """A row for each place of a campaign."""
    from mapping.gazetteer import OfflineGazetteer, compare_places

    places = campaign.places.values()
    return [_row(check) for check in compare_places(places, OfflineGazetteer(places))]


def _row(check: PlaceCheck) -> dict[str, Any]:
    answer = check.answer
    return {
        "Place": check.place.name,
        "Kind": check.place.kind,
        "Stored point": _say_point(*check.stored) if check.stored else "not located",
        "Radius, km": check.place.radius_km,
        "Gazetteer's answer": _say_point(answer.latitude, answer.longitude) if answer else "none",
        "Distance, km": None if check.distance_km is None else round(check.distance_km, 1),
        "Verdict": check.verdict,
        "What it rests on": check.note,
    }


def _say_point(lat: float, lon: float) -> str:
    north, east = "N" if lat >= 0 else "S", "E" if lon >= 0 else "W"
    return f"{abs(lat):.4f}° {north}, {abs(lon):.4f}° {east}"
