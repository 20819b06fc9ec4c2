"""The one payload that the player draws: a campaign as plain JSON values.

This is the only place that turns campaign values into what the browser gets. Times are days
since the first day began; points are [lat, lon] as Leaflet takes them; all words are made here.
What a campaign says stands once, and what it says in another language beside that language's words;
what the interface says stands once for each language.
What there may be very many of, places and rows, stands in columns: see mapping/drawing/columns.py.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

from mapping.drawing.columns import Columns, Json, as_columns
from mapping.drawing.media_pictures import maps_of, pictures_of
from mapping.drawing.road import Road, roads_of
from mapping.drawing.spoken_texts import spoken_texts
from mapping.format.campaign import Campaign, Outline, Told
from mapping.format.dates import in_calendar, own_calendar, say_date, say_day, say_weekday
from mapping.format.gregorian import Day
from mapping.format.kinds import (
    CLAIM_KINDS,
    FORCE_KINDS,
    PLACE_KINDS,
    PLAIN,
    claim_kind,
    drawings_of,
    place_kind,
)
from mapping.format.schema import Record, columns_of, row_name
from mapping.format.tables import (
    Area,
    Control,
    Event,
    Evidence,
    Figure,
    Media,
    Movement,
    OldMap,
    Place,
    Source,
)
from mapping.geo.geodesy import Point
from mapping.geo.meridian import gather
from mapping.telling.app6 import app6_code, draw_symbols
from mapping.telling.citation import say_citation
from mapping.telling.claim_order import claims_in_order
from mapping.telling.day_text import day_text
from mapping.telling.narrate import (
    say_account,
    say_calendars,
    say_control,
    say_days,
    say_holding,
    say_place,
    say_placed,
    say_stated,
    say_strengths,
    say_when,
    say_whole_day,
)
from mapping.telling.once import once
from mapping.telling.series import series_of
from mapping.telling.steps import StoryStep, story_steps
from mapping.telling.stretches import stretches_of
from mapping.telling.timeline import (
    AreaState,
    ControlState,
    DayState,
    Fix,
    ForceState,
    Leg,
    Span,
    Track,
    anchor_force,
    area_span,
    control_spans,
    dating_of,
    day_states,
    is_stated,
    legs_of,
    outline_spans,
    reach_on,
    span_of,
    tracks_of,
)
from mapping.telling.translated import in_language
from mapping.telling.whereabouts import say_force
from mapping.words.side_shapes import SHAPES, side_shape
from mapping.words.strings import LANGUAGES, STRINGS, has_script, say, say_digits

PAYLOAD_FORMAT = 1
FAR = 1e6
"""Stands for an open end, which JSON cannot hold: far beyond any campaign."""
UNITS = 100_000
"""How many units of an outline are a degree: one is about a metre."""


@once
def scene_payload(campaign: Campaign) -> Json:
    """Everything that the player needs to tell a campaign, all accounts and days."""
    return gather(_payload(campaign), UNITS)


def _payload(campaign: Campaign) -> Json:
    return {
        "format": PAYLOAD_FORMAT,
        "campaign": _head(campaign),
        "days": [{"day": day.isoformat()} for day in campaign.calendar],
        "sides": _sides(campaign),
        "forces": _forces(campaign),
        "places": {
            "ids": [*campaign.places],
            "columns": as_columns(map(_place, campaign.places.values())),
        },
        "sources": {source.source_id: _source(source) for source in campaign.sources.values()},
        "rows": _rows(campaign),
        "questions": _questions(campaign),
        "figures": [_figure(figure) for figure in campaign.figures.values()],
        "series": _series(campaign),
        "axes": [_axis(place) for place in campaign.places.values() if place.axis],
        "roads": [_road(road) for road in roads_of(campaign)],
        "steps": [_step(step) for step in story_steps(campaign)],
        "media": [_media(campaign, one) for one in campaign.media.values()],
        "maps": [_old_map(campaign, one) for one in campaign.maps.values()],
        "tellings": {account: _telling(campaign, account) for account in campaign.accounts},
        "symbols": {
            "claims": drawings_of(CLAIM_KINDS),
            "places": drawings_of(PLACE_KINDS),
            "forces": drawings_of(FORCE_KINDS),
            "shapes": SHAPES,
            "plain": PLAIN,
        },
        "languages": {language: _language(campaign, language) for language in LANGUAGES},
    }


def _head(campaign: Campaign) -> Json:
    return {
        "id": campaign.campaign_id,
        "title": campaign.title,
        "subtitle": campaign.subtitle,
        "summary": campaign.summary,
        "licence": campaign.licence,
        "cite": say_citation(campaign),
        "timeZone": campaign.time_zone,
        "account": campaign.default_account,
        "language": campaign.language or ("en" if has_script(campaign.title, "LATIN") else ""),
        "bounds": [list(corner) for corner in campaign.bounds] if campaign.bounds else None,
        "mostStrength": max(_strengths(campaign), default=0),
    }


def _strengths(campaign: Campaign) -> list[float]:
    stops = (stop for way in campaign.waypoints.values() for stop in way)
    return [stop.strength for stop in stops if stop.strength is not None]


def _sides(campaign: Campaign) -> Json:
    return {
        side.side_id: {"name": side.name, "colour": side.colour, "shape": side_shape(number)}
        for number, side in enumerate(campaign.sides.values())
    }


def _forces(campaign: Campaign) -> Json:
    codes = {
        force.force_id: app6_code(force, campaign.sides[force.side_id])
        for force in campaign.forces.values()
        if force.on_map != "no"
    }
    drawn = draw_symbols(codes.values())
    return {
        force.force_id: {
            "name": force.name,
            "label": force.label,
            "side": force.side_id,
            "kind": force.kind,
            "strength": force.strength,
            "part": force.part_of,
            "app6": drawn.get(codes.get(force.force_id, "")),
        }
        for force in campaign.forces.values()
    }


def _place(place: Place) -> Json:
    lat, lon = place.point or (None, None)
    kind = place_kind(place.kind)
    drawn = {"lat": lat, "lon": lon, "wide": kind.is_wide, "weight": kind.weight}
    return {**drawn, **_sent(place, PLACE_COLUMNS)}


def _source(source: Source) -> Json:
    return _sent(source, SOURCE_COLUMNS)


def _figure(figure: Figure) -> Json:
    return {
        **_sent(figure, FIGURE_COLUMNS),
        "high": figure.low if figure.high is None else figure.high,
        "bound": figure.bound or "exact",
    }


class SentColumn(NamedTuple):
    """A column that the player gets: its name there, and the field of the row."""

    name: str
    attribute: str


def _sent(row: Record, columns: Collection[SentColumn]) -> Json:
    return {name: getattr(row, attribute) for name, attribute in columns}


def _columns_sent(
    table: type[Record], left: Collection[str], names: Mapping[str, str] = {}
) -> tuple[SentColumn, ...]:
    """Every column of a table but those that are left out, some by shorter names.

    So a new column reaches the player unless somebody says that it need not.
    """
    return tuple(
        SentColumn(names.get(name, name), attribute)
        for name, (attribute, _) in columns_of(table).items()
        if name not in left
    )


PLACE_COLUMNS = _columns_sent(
    Place, ("place_id", "lat", "lon", "axis"),
    {"native_name": "native", "other_names": "others", "radius_km": "radius",
     "extent_km": "extent", "found_by": "found", "found_id": "foundId"},
)  # fmt: skip
SOURCE_COLUMNS = _columns_sent(Source, ("source_id", "accessed"))
FIGURE_COLUMNS = _columns_sent(Figure, ("figure_id",), {"source_id": "source"})
MEDIA_COLUMNS = _columns_sent(
    Media, ("media_id", "row_ids", "file", "day", "sensitive"), {"source_id": "source"}
)
OLD_MAP_COLUMNS = _columns_sent(
    OldMap, ("file", "corners", "points", "annotation", "fit", "mask"),
    {"map_id": "id", "source_id": "source"},
)  # fmt: skip
PASSAGE_COLUMNS = _columns_sent(Evidence, ("table", "row_id", "field"), {"source_id": "source"})


# --- rows: what is claimed -----------------------------------------------------------------


def _rows(campaign: Campaign) -> Json:
    """Each table of claims: the ids of its rows, their columns, and their passages in order.

    The column `evidence` says how many of the passages are a row's.
    """
    return {
        "movements": _table(campaign, campaign.movements, _movement),
        "events": _table(campaign, campaign.events, _event),
        "control": _table(campaign, campaign.control, _control),
        "areas": _table(campaign, campaign.areas, _area),
    }


Row = TypeVar("Row", Movement, Event, Control, Area)


def _table(
    campaign: Campaign, rows: Mapping[str, Row], sent: Callable[[Campaign, Row], Json]
) -> Json:
    passages: list[Passage] = []

    def records() -> Iterator[Json]:
        for row in rows.values():
            own = _passages(campaign, row)
            passages.extend(own)
            yield {**_claim(campaign, row), **sent(campaign, row), "evidence": len(own)}

    columns = as_columns(records())
    return {
        "ids": [*rows],
        "columns": columns,
        "passages": {
            column.name: [passage[at] for passage in passages]
            for at, column in enumerate(PASSAGE_COLUMNS)
        },
    }


Passage = tuple[Any, ...]
"""What supports a row, in the order of `PASSAGE_COLUMNS`."""


def _passages(campaign: Campaign, row: Told) -> list[Passage]:
    """Each passage only once, where several waypoints rest on the same words."""
    passages = [_passage(one) for one in campaign.evidence_for(row)]
    if not isinstance(row, Movement):
        return passages
    for waypoint in campaign.waypoints.get(row.movement_id, ()):
        passages += map(_passage, campaign.evidence_for(waypoint))
    return [*dict.fromkeys(passages)]


def _claim(campaign: Campaign, row: Told) -> Json:
    return {
        "certainty": row.certainty,
        "dating": dating_of(campaign, row),
        "stated": is_stated(campaign, row),
        "accounts": row.account_ids,
        "questions": _asked_of(campaign, row),
    }


def _movement(campaign: Campaign, row: Movement) -> Json:
    way = campaign.waypoints.get(row.movement_id, ())
    return {
        "kind": row.kind,
        "back": claim_kind(row.kind).leads_back,
        "mode": row.mode,
        "title": row.title,
        "summary": row.summary,
        "side": campaign.forces[row.force_id].side_id,
        "forces": (row.force_id,),
        "places": tuple(waypoint.place_id for waypoint in way if waypoint.place_id),
        "span": _span(span_of(campaign, row.departs, row.arrives)),
    }


def _event(campaign: Campaign, row: Event) -> Json:
    actors = row.by_force_ids or row.against_force_ids
    return {
        "kind": row.kind,
        "title": row.title,
        "summary": row.summary,
        "side": campaign.forces[actors[0]].side_id if actors else "",
        "by": row.by_force_ids,
        "against": row.against_force_ids,
        "faces": claim_kind(row.kind).faces,
        "places": row.place_ids,
        "span": _span(span_of(campaign, row.starts, row.ends)),
    }


def _control(campaign: Campaign, row: Control) -> Json:
    return {
        "kind": "control",
        "summary": "",
        "side": row.side_id,
        "places": (row.place_id,),
        "span": _span(span_of(campaign, row.starts, row.ends)),
    }


def _area(campaign: Campaign, row: Area) -> Json:
    kind = claim_kind(row.kind)
    return {
        "kind": row.kind,
        "title": row.title,
        "summary": row.summary,
        "side": row.side_id,
        "places": (),
        "radius": row.radius_km,
        "teeth": ("in" if kind.inside == "enemy" else "out") if kind.has_teeth else "",
        "span": _span(area_span(campaign, row)),
        "outlines": tuple(
            _outline(outline, span) for outline, span in outline_spans(campaign)[row.area_id]
        ),
    }


def _outline(outline: Outline, span: Span) -> tuple[Any, ...]:
    """An outline: its span, whether its lines are rings, and these as steps.

    Each begins with a point, latitude and longitude, and says from there on by how much it goes.
    """
    return _span(span), outline.closed, tuple(map(_steps, outline.chains))


def _steps(chain: Sequence[Point]) -> tuple[int, ...]:
    places = [(round(lat * UNITS), round(lon * UNITS)) for lat, lon in chain]
    steps = [*places[0]]
    for (lat, lon), (to_lat, to_lon) in pairwise(places):
        steps += [to_lat - lat, to_lon - lon]
    return tuple(steps)


def _passage(passage: Evidence) -> Passage:
    return tuple(getattr(passage, attribute) for _, attribute in PASSAGE_COLUMNS)


SpanTimes = tuple[float, float, float, float]


@lru_cache(maxsize=10_000)
def _span(span: Span) -> SpanTimes:
    """A span as the player gets it, one for all rows of the same."""
    return (_time(span.first), _time(span.sure_from), _time(span.sure_to), _time(span.last))


def _time(time: float) -> float:
    return round(max(-FAR, min(FAR, time)), 5)


def _questions(campaign: Campaign) -> Json:
    questions: Json = {
        question.question_id: {"title": question.title, "text": question.text, "answers": []}
        for question in campaign.questions.values()
    }
    for answer in campaign.answers.values():
        questions[answer.question_id]["answers"].append(
            {
                "account": answer.account_id,
                "source": answer.source_id,
                "answer": answer.answer,
                "row": f"{answer.claim_table}/{answer.claim_id}" if answer.claim_id else "",
                "note": answer.note,
            }
        )
    return questions


def _axis(place: Place) -> Json:
    points = [[round(lat, 5), round(lon, 5)] for lat, lon in place.axis]
    return {"place": place.place_id, "lettering": place_kind(place.kind).lettering, "at": points}


def _road(road: Road) -> Json:
    return {"basis": road.basis, "at": [[round(lat, 5), round(lon, 5)] for lat, lon in road.points]}


def _step(step: StoryStep) -> Json:
    return {
        "cells": [step.first, step.last],
        "account": step.account_id,
        "compare": step.compare_id,
        "headline": step.headline,
        "text": step.text,
        "view": list(step.view) if step.view else None,
        "rows": list(step.rows),
    }


def _media(campaign: Campaign, row: Media) -> Json:
    steps = {step.name: number for number, step in enumerate(story_steps(campaign)) if step.name}
    return {
        **_sent(row, MEDIA_COLUMNS),
        "day": row.day.isoformat() if row.day else "",
        "sensitive": row.sensitive == "yes",
        "rows": [name for name in row.row_ids if name not in steps],
        "steps": [steps[name] for name in row.row_ids if name in steps],
        "picture": pictures_of(campaign).get(row.media_id),
    }


def _old_map(campaign: Campaign, row: OldMap) -> Json:
    """With the box in which it lies, and how far off it may (km)."""
    sent = maps_of(campaign).get(row.map_id)
    return {
        **_sent(row, OLD_MAP_COLUMNS),
        "picture": sent.picture if sent else None,
        "bounds": [list(corner) for corner in sent.bounds] if sent else None,
        "off": _off_by(sent.off_km) if sent and sent.off_km is not None else None,
    }


def _off_by(km: float) -> float:
    """An error of a fit in no more digits than it can be believed."""
    return max(0.1, float(f"{km:.2g}"))


def _asked_of(campaign: Campaign, row: Told) -> tuple[str, ...]:
    """The questions that a row is one answer to."""
    return _asked_by_row(campaign).get((row.table, row.row_id), ())


@once
def _asked_by_row(campaign: Campaign) -> dict[tuple[str, str], tuple[str, ...]]:
    asked: dict[tuple[str, str], tuple[str, ...]] = {}
    for one in campaign.answers.values():
        key = (one.claim_table, one.claim_id)
        asked[key] = (*asked.get(key, ()), one.question_id)
    return asked


def _series(campaign: Campaign) -> list[Json]:
    return [
        {
            "label": values[0].row.label,
            "unit": values[0].row.unit,
            "values": [
                {"value": one.row.value, "also": one.row.also, "place": one.row.place_id,
                 "source": one.row.source_id, "time": one.time, "between": one.between}
                for one in values
            ],
        }
        for values in series_of(campaign).values()
    ]  # fmt: skip


# --- tellings: what one account says, day by day -------------------------------------------


def _telling(campaign: Campaign, account_id: str) -> Json:
    account = campaign.accounts[account_id]
    length = len(campaign.calendar)
    states = day_states(campaign, account_id)
    events = campaign.told_by(account_id, campaign.events)
    spans = [(row_name(event), span_of(campaign, event.starts, event.ends))
             for event in events]  # fmt: skip
    return {
        "title": account.title,
        "standpoint": account.standpoint,
        "summary": account.summary,
        "tracks": {
            force_id: _track(track) for force_id, track in tracks_of(campaign, account_id).items()
        },
        "legs": [_leg(campaign, leg) for leg in legs_of(campaign, account_id) if leg.fixes],
        "anchors": {
            f"events/{event.event_id}": anchor_force(campaign, account_id, event)
            for event in events
            if not event.place_ids
        },
        "control": [
            {"row": f"control/{row.control_id}", "place": row.place_id, "side": row.side_id,
             "span": _span(span)}
            for row, span in control_spans(campaign, account_id)
        ],
        "areas": [row_name(row) for row in campaign.told_by(account_id, campaign.areas)],
        "days": [_told_day(campaign, account_id, state) for state in states],
        "before": [name for name, span in spans if span.last <= 0],
        "after": [name for name, span in spans if span.first >= length],
    }  # fmt: skip


def _track(track: Track) -> Json:
    return {
        "appears": _span(track.appears),
        "ends": _span(track.ends) if track.ends else None,
        "stands": list(track.stands_at.point) if track.stands_at else None,
        "legs": [leg.movement.movement_id for leg in track.legs],
    }


def _leg(campaign: Campaign, leg: Leg) -> Json:
    return {
        "row": f"movements/{leg.movement.movement_id}",
        "movement": leg.movement.movement_id,
        "force": leg.movement.force_id,
        "mode": leg.movement.mode,
        "trail": leg.movement.trail or "fade",
        "span": _span(leg.span),
        "animated": leg.animated,
        "sure": is_stated(campaign, leg.movement),
        "leaves": leg.leaves,
        "fixes": [_fix(fix) for fix in leg.fixes],
        "reach": _reach(campaign, leg),
        "open": _open(leg),
        "stretches": [
            [one.basis, round(one.start_km, 3), round(one.end_km, 3)]
            for one in stretches_of(campaign, leg)
        ],
        "strengths": [
            [number, fix.strength]
            for number, fix in enumerate(leg.fixes)
            if fix.strength is not None
        ],
    }


def _reach(campaign: Campaign, leg: Leg) -> list[list[float]]:
    """For each day of an animated way, from the one in which it begins: the least km, the most.

    The days outside the campaign are left out; after the last one all of it lies behind.
    """
    if not leg.animated or len(leg.fixes) < 2:
        return []
    force = campaign.forces[leg.movement.force_id]
    return [
        [number, *(round(km, 3) for km in reach_on(force, leg, number))]
        for number in range(len(campaign.calendar))
        if leg.fixes[0].time < number + 1 and leg.fixes[-1].time > number
    ]


def _open(leg: Leg) -> list[list[float]]:
    """From when to when nobody says where on a way its force was; what is shown is shared out."""
    return [
        [_time(before.earliest), _time(after.latest)]
        for before, after in pairwise(leg.stops)
        if after.km > before.km and not (before.timed and after.timed)
    ]


def _fix(fix: Fix) -> list[Any]:
    """[lat, lon, km, known, time]; no time where the movement is not animated."""
    values: list[Any] = [round(fix.lat, 5), round(fix.lon, 5), round(fix.km, 3), int(fix.known)]
    return values if math.isnan(fix.time) else [*values, round(fix.time, 5)]


def _told_day(campaign: Campaign, account_id: str, state: DayState) -> Json:
    text = day_text(campaign, state.day, account_id)
    dated, undated = claims_in_order(state)
    return {
        "headline": text.headline if text else "",
        "caption": text.caption if text else "",
        "text": text.text if text else "",
        "view": list(text.view) if text and text.view else None,
        "dated": [claim.name for claim in dated],
        "undated": [claim.name for claim in undated],
        "sure": [row_name(one.row) for one in _told_rows(state) if one.sure],
        "forces": [_told_force(one) for one in state.forces],
        "control": [{"place": one.place_id, "changed": one.changed} for one in state.control],
        "areas": [_told_area(one) for one in state.areas],
    }


def _told_area(state: AreaState) -> Json:
    """Which outline of an area holds at the day's end."""
    told = {"row": row_name(state.area), "outline": state.number}
    return {**told, "sure": state.sure, "changed": state.changed}


class _ToldRow(NamedTuple):
    """A movement or event of a day, and whether it surely falls on it."""

    row: Movement | Event
    sure: bool


def _told_rows(state: DayState) -> list[_ToldRow]:
    rows = [_ToldRow(one.movement, one.sure) for one in state.movements]
    return rows + [_ToldRow(one.event, one.sure) for one in state.events]


def _told_force(state: ForceState) -> Json:
    """How a force is at the day's end, decided here alone: its look follows from `presence`."""
    position = state.position
    told: Json = {
        "force": state.force.force_id,
        "presence": state.presence,
        "at": [round(position.lat, 5), round(position.lon, 5)],
    }
    if position.movement_id:
        earliest, latest = position.earliest_km, position.latest_km
        told["leg"] = position.movement_id
        told["km"] = [
            round(position.km if earliest is None else earliest, 3),
            round(position.km if latest is None else latest, 3),
        ]
    return told


# --- languages: what the interface says ----------------------------------------------------

FOR_PYTHON = (
    "weekday", "gregorian", "persian", "list", "date", "when", "dating", "force", "site",
    "page", "column", "claims", "outcome", "where", "places", "compass", "verdict", "data",
    "severity", "download", "upload",
)  # fmt: skip
"""Groups of the table of strings whose words the player gets ready made."""


def _language(campaign: Campaign, language: str) -> Json:
    """All words of one language, in the shape of the payload, into which the player puts them."""
    own = in_language(campaign, language)
    texts = spoken_texts(campaign, language)
    return {
        **({"texts": texts} if texts else {}),
        "strings": {
            key: text
            for key, text in STRINGS[language].items()
            if key.partition(".")[0].partition("-")[0] not in FOR_PYTHON
        },
        "span": say_days(campaign, language),
        "days": [_day_words(campaign, day, language) for day in campaign.calendar],
        "rows": _row_words(own, language),
        "places": {
            place.place_id: {"name": name, "native": place.name}
            for place in campaign.places.values()
            if (name := say_place(own.places[place.place_id], language)) != place.name
        },
        "tellings": {account: _telling_words(own, account, language) for account in own.accounts},
    }


def _day_words(campaign: Campaign, day: Day, language: str) -> Json:
    own = own_calendar(day, language)
    counted = in_calendar(day, own)
    return {
        "weekday": say_weekday(day, language, "weekday-short"),
        "initial": say_weekday(day, language, "weekday-narrow"),
        "number": say_digits(str(counted.day), language),
        "month": say(f"{own}-short.{counted.month}", language),
        "date": say_date(day, own, language, year=False),
        "label": say_day(day, language),
        "second": say_calendars(campaign, day, language),
        "secondShort": say_calendars(campaign, day, language, year=False),
        "whole": say_whole_day(campaign, day, language),
    }


def _row_words(campaign: Campaign, language: str) -> dict[str, Columns]:
    """What is said of the rows of each table; `placed` only where it is not said as `when`."""

    def when(row: Told) -> Json:
        said = say_when(campaign, row, language)
        placed = say_placed(campaign, row, language)
        return {"when": said, "placed": None if placed == said else placed}

    return {
        "movements": as_columns(
            {**when(row), "strength": say_strengths(campaign, row, language)}
            for row in campaign.movements.values()
        ),
        "events": as_columns(map(when, campaign.events.values())),
        "control": as_columns(
            {**when(row), "title": say_holding(campaign, row, language)}
            for row in campaign.control.values()
        ),
        "areas": as_columns(
            {**when(row), "statedOn": _stated(campaign, row, language)}
            for row in campaign.areas.values()
        ),
    }


def _stated(campaign: Campaign, row: Area, language: str) -> tuple[str, ...]:
    """Of which day each outline of an area is."""
    outlines = outline_spans(campaign)[row.area_id]
    return tuple(say_stated(campaign, outline, language) for outline, _ in outlines)


def _telling_words(campaign: Campaign, account_id: str, language: str) -> Json:
    said: dict[object, str] = {}

    def force(one: ForceState) -> str:
        moved = (one.km_today, one.km_total, one.strength)
        key = (one.force.force_id, one.presence, one.position, moved)
        if key not in said:
            said[key] = say_force(campaign, account_id, one, language)
        return said[key]

    def held(one: ControlState) -> str:
        key = (one.place_id, one.holders)
        if key not in said:
            said[key] = say_control(campaign, one, language)
        return said[key]

    return {
        "teller": say_account(campaign.accounts[account_id], language),
        "days": [
            {"forces": [*map(force, state.forces)], "control": [*map(held, state.control)]}
            for state in day_states(campaign, account_id)
        ],
    }
