"""The tab "Places": where the campaign puts each, and what an independent gazetteer answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from mapping.format.campaign import Campaign
from mapping.page.prose import show_line, show_table
from mapping.telling.narrate import say_place
from mapping.telling.once import once
from mapping.words.strings import USUAL, say, say_digits, say_word

if TYPE_CHECKING:
    from mapping.gazetteer import PlaceCheck


def show_places(campaign: Campaign, language: str = USUAL) -> None:
    """Every place with its stored point, the gazetteer's answer and how far they lie apart."""
    show_line(say("places.lead", language), language)
    if language != USUAL:
        show_line(say("page.in-english", language), language)
    columns: dict[str, Any] = {
        "Place": st.column_config.TextColumn(width=180),
        "Kind": st.column_config.TextColumn(width=125),
        "Radius, km": st.column_config.NumberColumn(width=90, format="%g"),
        "Distance, km": st.column_config.NumberColumn(width=105, format="%.1f"),
    }
    show_table(place_rows(campaign, language), columns, say("places.title", language), language)


@once
def place_rows(campaign: Campaign, language: str = USUAL) -> list[dict[str, Any]]:
    """A row for each place of a campaign."""
    return [_row(campaign, check, language) for check in place_checks(campaign)]


@once
def place_checks(campaign: Campaign) -> list[PlaceCheck]:
    """What the gazetteer answers for each place."""
    from mapping.gazetteer import OfflineGazetteer, compare_places

    places = campaign.places.values()
    return compare_places(places, OfflineGazetteer(places))


def _row(campaign: Campaign, check: PlaceCheck, language: str) -> dict[str, Any]:
    place, answer = campaign.places[check.place.place_id], check.answer
    nothing = say("places.no-answer", language)
    return {
        "Place": say_place(place, language),
        "Kind": say_word("place", place.kind, language),
        "Stored point": (
            _say_point(*check.stored, language) if check.stored
            else say("places.unlocated", language)
        ),
        "Radius, km": place.radius_km,
        "Gazetteer's answer": (
            _say_point(answer.latitude, answer.longitude, language) if answer else nothing
        ),
        "Distance, km": None if check.distance_km is None else round(check.distance_km, 1),
        "Verdict": say_word("verdict", check.verdict, language),
        "What it rests on": check.note,
    }  # fmt: skip


def _say_point(lat: float, lon: float, language: str) -> str:
    return say(
        "places.point", language,
        lat=say_digits(f"{abs(lat):.4f}", language),
        lon=say_digits(f"{abs(lon):.4f}", language),
        north=say("compass.n" if lat >= 0 else "compass.s", language),
        east=say("compass.e" if lon >= 0 else "compass.w", language),
    )  # fmt: skip
