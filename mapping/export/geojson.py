"""A campaign as GeoJSON (RFC 7946) with times as in the Linked Places format (LPF 1.2).

One feature for each movement, event, control row and place, one for each statement of how an area
ran, and one for each run of days on which a force was in one place: a point, or the line on which
it may have been. Flat `start` and `end`
serve the time sliders of QGIS and kepler.gl; `when` says exactly what is known.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from mapping.drawing.drawn import way_between
from mapping.export.claim_text import (
    all_legs,
    claim_values,
    drawn_points,
    first_teller,
    passages_of,
    placed_by_of,
    source_values,
    span_in_export,
    spoken_values,
)
from mapping.export.iso_times import say_iso, say_span
from mapping.export.lines import (
    Position,
    Vertex,
    box_around,
    cut_line,
    cut_rings,
    to_position,
)
from mapping.format.campaign import Campaign, Outline
from mapping.format.dates import Moment
from mapping.format.schema import row_name
from mapping.format.tables import Area, Control, Event, Movement, Place
from mapping.telling.citation import (
    data_version,
    program_version,
    say_attribution,
    say_citation,
    say_licence,
    say_source,
)
from mapping.telling.narrate import say_holding
from mapping.telling.stretches import stretches_of
from mapping.telling.timeline import (
    DayState,
    Fix,
    ForceState,
    Leg,
    Span,
    anchor_force,
    day_states,
    outline_spans,
)
from mapping.telling.translated import in_language, languages_of
from mapping.telling.whereabouts import say_force

Json = dict[str, Any]
TIME_NOTE = (
    "Local civil time of the campaign, without a zone. start and end enclose all of the time in "
    "which the thing may have been; midnight as an end is written as the second before."
)
YEAR_0 = "Years are counted with a year 0, as in ISO 8601: -0047 is 48 BC."


def to_geojson(campaign: Campaign) -> Json:
    """A campaign as one FeatureCollection, all accounts, ready for `json.dump`.

    Positions are [lon, lat] in degrees of WGS 84, cut at the antimeridian (RFC 7946).
    """
    features = [*_features(campaign)]
    positions = [place for feature in features for place in _positions(feature["geometry"])]
    return {**_head(campaign, positions), "features": features}


def geojson_chunks(campaign: Campaign) -> Iterator[bytes]:
    """The same as a file: one feature on each line, so that two versions can be compared.

    The box around all of them comes first; until it is known they are kept as they are written.
    """
    lines = []
    positions: set[tuple[float, float]] = set()
    for feature in _features(campaign):
        positions.update((lon, lat) for lon, lat in _positions(feature["geometry"]))
        lines.append(_dump(feature).encode())
    head = _head(campaign, [[lon, lat] for lon, lat in positions])
    yield f'{_dump(head)[:-1]},\n"features": [\n'.encode()
    for number, line in enumerate(lines):
        yield b",\n" + line if number else line
    yield b"\n]}\n"


_dump = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def _features(campaign: Campaign) -> Iterator[Json]:
    legs = all_legs(campaign)
    yield from (_movement(campaign, row, legs[row.row_id]) for row in campaign.movements.values())
    yield from (_event(campaign, row) for row in campaign.events.values())
    yield from (_control(campaign, row) for row in campaign.control.values())
    for row in campaign.areas.values():
        yield from _area(campaign, row)
    yield from (_place(campaign, row) for row in campaign.places.values())
    for account in campaign.accounts:
        yield from _positions_of(campaign, account)


def _head(campaign: Campaign, positions: Sequence[Position]) -> Json:
    box = box_around(positions)
    return {
        "type": "FeatureCollection", **({"bbox": box} if box else {}), **_about(campaign),
    }  # fmt: skip


def _about(campaign: Campaign) -> Json:
    """What the file says of itself, in members that RFC 7946 calls foreign."""
    is_early = campaign.first_day.year < 1
    return {
        **_names(campaign),
        **{
            f"{name}_{language}": said
            for language in languages_of(campaign)
            for name, said in _names(in_language(campaign, language)).items()
        },
        "citation": say_citation(campaign),
        "licence": say_licence(campaign),
        "attribution": say_attribution(campaign),
        "version": data_version(campaign),
        "generator": program_version(),
        "days": [campaign.first_day.isoformat(), campaign.last_day.isoformat()],
        "time": " ".join(filter(None, (TIME_NOTE, YEAR_0 * is_early, campaign.time_zone))),
        "sources": [
            {"id": one.source_id, "label": say_source(one), "url": one.url,
             "standpoint": one.standpoint, "seen": one.seen}
            for one in campaign.sources.values()
        ],
    }  # fmt: skip


def _names(campaign: Campaign) -> Json:
    """What may stand in several languages."""
    return {
        "title": campaign.title,
        "subtitle": campaign.subtitle,
        "description": campaign.summary,
        "accounts": [
            {"id": one.account_id, "title": one.title, "standpoint": one.standpoint}
            for one in campaign.accounts.values()
        ],
        "sides": [
            {"id": one.side_id, "name": one.name, "colour": one.colour}
            for one in campaign.sides.values()
        ],
    }


def _feature(table: str, row_id: str, geometry: Json | None, properties: Json) -> Json:
    name = f"{table}/{row_id}"
    return {
        "type": "Feature", "id": name, "geometry": geometry,
        "properties": {"id": name, "table": table, **properties},
    }  # fmt: skip


def _movement(campaign: Campaign, row: Movement, leg: Leg) -> Json:
    force = campaign.forces[row.force_id]
    waypoints = campaign.waypoints.get(row.movement_id, ())
    strengths = [one.strength for one in waypoints if one.strength is not None]
    stretches = stretches_of(campaign, leg)
    parts = cut_line(leg.fixes) if leg.fixes else []
    return _feature("movements", row.row_id, _line_of(parts), {
        "title": row.title, "summary": row.summary, "kind": row.kind, "mode": row.mode,
        **_actor(campaign, force.side_id, row.force_id),
        **claim_values(campaign, row),
        **_written(departs=row.departs, arrives=row.arrives),
        "km": round(leg.km, 1), "strength": max(strengths, default=None),
        "force_strength": force.strength,
        "basis": sorted({one.basis for one in stretches}),
        "stretches": [
            {"basis": one.basis, "start_km": round(one.start_km, 1), "end_km": round(one.end_km, 1)}
            for one in stretches
        ],
        "waypoints": [_waypoint(campaign, one) for one in waypoints],
        "stroke": campaign.sides[force.side_id].colour,
        **_times_of(campaign, parts, leg),
        **spoken_values(campaign, row, force.side_id, row.force_id),
    })  # fmt: skip


def _waypoint(campaign: Campaign, one: Any) -> Json:
    values = {
        "order": one.order, "place": one.place_id, "lat": one.lat, "lon": one.lon,
        "at": one.at.text if one.at else "", "strength": one.strength, "basis": one.basis,
        "note": one.note,
    }  # fmt: skip
    return {name: value for name, value in values.items() if value not in ("", None)}


def _line_of(parts: list[list[Vertex]]) -> Json | None:
    lines = [[to_position(vertex.lat, vertex.lon) for vertex in part] for part in parts]
    if not lines:
        return None
    if len(lines) > 1:
        return {"type": "MultiLineString", "coordinates": lines}
    if len(lines[0]) == 1:
        return {"type": "Point", "coordinates": lines[0][0]}
    return {"type": "LineString", "coordinates": lines[0]}


def _times_of(campaign: Campaign, parts: list[list[Vertex]], leg: Leg) -> Json:
    """`coordTimes` as other programs write it: a time for each position of the line.

    Only where the moments of the way have hours: between bare days nobody says where it was.
    """
    if not leg.animated or not all(stop.timed for stop in leg.stops):
        return {}
    times = [[say_iso(campaign.origin + vertex.time) for vertex in part] for part in parts]
    return {"coordTimes": times[0] if len(times) == 1 else times}


def _positions_of(campaign: Campaign, account_id: str) -> Iterator[Json]:
    """Where each force was from day to day: a feature for each run of days that are alike."""
    runs: dict[str, list[tuple[DayState, ForceState]]] = {}
    for day in day_states(campaign, account_id):
        for state in day.forces:
            run = runs.setdefault(state.force.force_id, [])
            if run and not _is_next(run[-1], day, state):
                yield _position(campaign, account_id, run)
                run.clear()
            run.append((day, state))
    for run in runs.values():
        yield _position(campaign, account_id, run)


def _is_next(last: tuple[DayState, ForceState], day: DayState, state: ForceState) -> bool:
    before = last[1]
    same = before.presence == state.presence and before.position == state.position
    return same and last[0].number + 1 == day.number


def _position(campaign: Campaign, account_id: str, run: list[tuple[DayState, ForceState]]) -> Json:
    (first, state), (last, _) = run[0], run[-1]
    force, at = state.force, state.position
    row = placed_by_of(campaign, account_id, state)
    geometry = None if state.presence == "left" else _points_of([at.point])
    stretch: Json = {}
    if at.earliest_km is not None and at.latest_km is not None:
        leg = all_legs(campaign)[at.movement_id]
        points = way_between(leg, at.earliest_km, at.latest_km)
        geometry = _line_of(cut_line([Fix(0.0, *point, 0.0) for point in points])) or geometry
        stretch = {"earliest_km": round(at.earliest_km, 1), "latest_km": round(at.latest_km, 1)}
    return _feature("positions", f"{account_id}/{force.force_id}/{first.day}", geometry, {
        "title": f"{force.name}: {say_force(campaign, account_id, state)}", "kind": "position",
        **_actor(campaign, force.side_id, force.force_id), "account": account_id,
        "presence": state.presence, "interpolated": at.interpolated,
        "place": "" if state.presence == "left" else at.place_id,
        **stretch,
        "placed_by": row_name(row) if row else "",
        "certainty": row.certainty if row else "",
        **source_values(campaign, passages_of(campaign, row) if row else []),
        "start": f"{first.day}T00:00:00", "end": f"{last.day}T23:59:59",
        "stroke": campaign.sides[force.side_id].colour,
        "marker-color": campaign.sides[force.side_id].colour,
        **spoken_values(campaign, None, force.side_id, force.force_id),
    })  # fmt: skip


def _event(campaign: Campaign, row: Event) -> Json:
    points = [point for name in row.place_ids if (point := campaign.places[name].point)]
    anchor = "" if row.place_ids else anchor_force(campaign, first_teller(campaign, row), row)
    if not row.place_ids:
        points = _points_at_force(campaign, row)
    actors = row.by_force_ids or row.against_force_ids
    side = campaign.forces[actors[0]].side_id if actors else ""
    return _feature("events", row.row_id, _points_of(points), {
        "title": row.title, "summary": row.summary, "kind": row.kind,
        **_actor(campaign, side, actors[0] if actors else ""),
        "by": list(row.by_force_ids), "against": list(row.against_force_ids),
        "places": list(row.place_ids),
        "placed": f"at the force {anchor}, not at a place" if anchor and points else "",
        **claim_values(campaign, row),
        **_written(starts=row.starts, ends=row.ends),
        **({"marker-color": campaign.sides[side].colour} if side else {}),
        **spoken_values(campaign, row, side, actors[0] if actors else ""),
    })  # fmt: skip


def _points_at_force(campaign: Campaign, row: Event) -> list[tuple[float, float]]:
    """Where an event without a place is drawn, on the first day on which it is drawn at all."""
    account = first_teller(campaign, row)
    span = span_in_export(campaign, row)
    for number, points in enumerate(drawn_points(campaign, account)):
        if span.touches(number) and points.get(row.event_id):
            return list(points[row.event_id])
    return []


def _points_of(points: list[tuple[float, float]]) -> Json | None:
    places = [to_position(*point) for point in points]
    if not places:
        return None
    if len(places) == 1:
        return {"type": "Point", "coordinates": places[0]}
    return {"type": "MultiPoint", "coordinates": places}


def _control(campaign: Campaign, row: Control) -> Json:
    side = campaign.sides[row.side_id] if row.side_id else None
    point = campaign.places[row.place_id].point
    return _feature("control", row.row_id, _points_of([point] if point else []), {
        "title": say_holding(campaign, row), "summary": "", "kind": "control",
        **_actor(campaign, row.side_id, ""), "places": [row.place_id],
        **claim_values(campaign, row),
        **_written(starts=row.starts, ends=row.ends),
        **({"marker-color": side.colour} if side else {}),
        **spoken_values(campaign, row, row.side_id),
    })  # fmt: skip


def _area(campaign: Campaign, row: Area) -> Iterator[Json]:
    """An area in time: a feature for each of its statements, which holds until the next one."""
    spans = outline_spans(campaign)[row.area_id]
    if not spans:
        yield _feature("areas", row.row_id, None, _area_values(campaign, row))
    for outline, span in spans:
        yield _outline(campaign, row, outline, span)


def _outline(campaign: Campaign, row: Area, outline: Outline, span: Span) -> Json:
    start, end = say_span(campaign.origin, span)
    values = _area_values(campaign, row)
    at = outline.at.text if outline.at else ""
    # What rests on another statement of the area says nothing of this one.
    others = {one.label for one in campaign.outlines[row.area_id]} - {outline.label, ""}
    passages = [one for one in campaign.evidence_for(row) if one.field not in others]
    return _feature("areas", f"{row.row_id}/{at}".rstrip("/"), _shape_of(outline), {
        **values, **source_values(campaign, passages),
        "stated_at": at, "start": start, "end": end,
    })  # fmt: skip


def _area_values(campaign: Campaign, row: Area) -> Json:
    colour = campaign.colour_of(row.side_id)
    return {
        "area": row.area_id, "title": row.title, "summary": row.summary, "kind": row.kind,
        **_actor(campaign, row.side_id, ""), "radius_km": row.radius_km,
        **claim_values(campaign, row),
        **_written(starts=row.starts, ends=row.ends),
        "stroke": colour, "fill": colour, "fill-opacity": 0.12,
        **spoken_values(campaign, row, row.side_id),
    }  # fmt: skip


def _shape_of(outline: Outline) -> Json:
    if not outline.closed:
        fixes = ([Fix(0.0, *point, 0.0) for point in chain] for chain in outline.chains)
        parts = _line_of([part for chain in fixes for part in cut_line(chain)])
        assert parts, "an outline has points"
        return parts
    polygons = cut_rings(outline.chains)
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _place(campaign: Campaign, row: Place) -> Json:
    return _feature("places", row.row_id, _points_of([row.point] if row.point else []), {
        "title": row.name, "summary": row.note, "kind": row.kind,
        "native_name": row.native_name, "other_names": list(row.other_names),
        "radius_km": row.radius_km, "extent_km": row.extent_km, "certainty": row.certainty,
        "found_by": row.found_by, "found_id": row.found_id,
        **source_values(campaign, list(campaign.evidence_for(row))),
        **spoken_values(campaign, row),
    })  # fmt: skip


def _actor(campaign: Campaign, side_id: str, force_id: str) -> Json:
    force = campaign.forces[force_id] if force_id else None
    return {
        "side": side_id,
        "side_name": campaign.sides[side_id].name if side_id else "",
        "force": force_id,
        "force_name": force.name if force else "",
    }


def _written(**moments: Moment | None) -> Json:
    """The moments as the author wrote them, with what `when` cannot say: about, doubted, one of."""
    return {name: moment.text if moment else "" for name, moment in moments.items()}


def _positions(geometry: Json | None) -> Iterator[list[float]]:
    def visit(value: Any) -> Iterator[list[float]]:
        if value and isinstance(value[0], float):
            yield value
        else:
            for inner in value:
                yield from visit(inner)

    if geometry:
        yield from visit(geometry["coordinates"])
