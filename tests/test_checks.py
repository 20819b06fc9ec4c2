"""Every rule of the checks, with a folder that breaks it and nothing else."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from mapping.checks import RULES, RULES_OF_THE_WHOLE, check_campaign
from mapping.format.campaign import load_campaign, read_campaign
from mapping.format.problems import Problem, be_strict, find_errors
from mapping.format.tables import CLAIM_TABLES
from mapping.gazetteer import OfflineGazetteer
from tests.folders import Break, Folder, change, write_broken

MERSAD = Path(__file__).parent.parent / "data" / "mersad-1988"
CHRONICLE = "On the 24th\nthe column set out at six, and nobody saw it."
Where = tuple[str, str, str, int, str]


def more(table: str, *cells: str) -> Break:
    """Add a row."""
    return lambda folder: folder.add(table, *cells)


def less(table: str, row: int) -> Break:
    """Remove a row."""
    return lambda folder: folder.drop(table, row)


def head(old: str, new: str) -> Break:
    """Change campaign.toml."""

    def spoil(folder: Folder) -> None:
        folder.head = folder.head.replace(old, new)

    return spoil


def in_year(year: str) -> Break:
    """Let everything take place in another year."""

    def spoil(folder: Folder) -> None:
        folder.head = folder.head.replace("1988", year)
        for rows in folder.tables.values():
            rows[1:] = [[cell.replace("1988", year) for cell in row] for row in rows[1:]]

    return spoil


def quoting(row: int, words: str) -> Break:
    """Let a row of the evidence quote a phrase, for the whole of what it says."""
    return both(change("evidence", row, "words", words), change("evidence", row, "field", ""))


def counting(counted: str, label: str = "Its losses", words: str = "", low: str = "275") -> Break:
    """Let the figure count losses, with a passage that says so."""
    return both(
        change("figures", 2, "counted", counted), change("figures", 2, "label", label),
        change("figures", 2, "low", low), change("figures", 2, "high", ""),
        more("evidence", "figures", "size", "", "chronicle", "p. 4", words, "supports", ""),
    )  # fmt: skip


def held(
    certainty: str = "certain", stance: str = "supports", field: str = "", ends: str = ""
) -> Break:  # fmt: skip
    """Let a place be held from the 24th on, of which nothing else is told."""
    return both(
        more("control", "alder-red", "alder", "red", "1988-07-24", ends, "", certainty),
        more("evidence", "control", "alder-red", field, "chronicle", "p. 9", "", stance, "It is."),
    )  # fmt: skip


def unlocated(place: int) -> Break:
    """Take the coordinates of a place away."""
    return both(*(change("places", place, column, "") for column in ("lat", "lon", "radius_km")))


def file(name: str, content: str | bytes) -> Break:
    """Put a file into the folder."""

    def spoil(folder: Folder) -> None:
        folder.files[name] = content

    return spoil


def movement(name: str, departs: str, arrives: str, *places: str, **cells: str) -> Break:
    """Add a movement of the column with its waypoints and evidence."""

    def spoil(folder: Folder) -> None:
        force, mode = cells.get("force", "column"), cells.get("mode", "actual")
        account = cells.get("account", "")
        folder.add("movements", name, force, cells.get("kind", "advance"), mode, departs, arrives,
                   account, "certain", "A way", "", cells.get("stays", "1988-07-30"))  # fmt: skip
        for order, place in enumerate(places, 1):
            folder.add("waypoints", name, str(order), place, "", "", "", "", "")
        folder.add("evidence", "movements", name, "", "chronicle", "p. 3", "", "supports", "")

    return spoil


def both(*breaks: Break) -> Break:
    """Spoil several things."""

    def spoil(folder: Folder) -> None:
        for one in breaks:
            one(folder)

    return spoil


def where(problem: Problem) -> Where:
    """What a test compares: rule, severity, file, row and column."""
    return problem.rule, problem.severity, problem.file, problem.row, problem.column


def check(tmp_path: Path, *breaks: Break, **more_arguments: Any) -> list[Problem]:
    """The problems of the tiny folder with these things broken in it."""
    return check_campaign(write_broken(tmp_path / "tiny", *breaks), **more_arguments)


def step(**cells: str) -> Break:
    """The story gets one step, with these cells."""
    usual = {"order": "1", "day": "1988-07-24", "headline": "A step", "text": "", "row_ids": ""}

    def add(folder: Folder) -> None:
        folder.tables["steps"] = [list(usual), list({**usual, **cells}.values())]

    return add


def area(
    name: str, side: str, starts: str, ends: str, *, box: tuple[float, float, float, float] | None,
    at: str = "",
) -> Break:  # fmt: skip
    """Add ground that a side holds, in a box of south, west, north, east if one is given."""

    def add(folder: Folder) -> None:
        heading = ["area_id", "kind", "side_id", "starts", "ends", "certainty", "title"]
        rows = folder.tables.setdefault("areas", [heading])
        rows.append([name, "held", side, starts, ends, "certain", "Ground that is held"])
        folder.add("evidence", "areas", name, "", "chronicle", "p. 4", "", "supports", "")
        drawn = json.loads(folder.files.setdefault("areas.geojson", '{"features": []}'))
        if box:
            south, west, north, east = box
            ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
            drawn["features"].append({
                "type": "Feature", "properties": {"area_id": name, "at": at},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            })  # fmt: skip
        folder.files["areas.geojson"] = json.dumps(drawn)

    return add


AROUND_BIRCH = 33.8, 46.8, 34.2, 47.2


def media(**cells: str) -> Break:
    """Add a picture of the battle, which says where it was taken if it has a title of its own."""
    usual = {
        "media_id": "sight", "row_ids": "events/clash", "kind": "photo", "file": "a.jpg",
        "title": "The town", "credit": "A. Painter", "licence": "CC0 1.0", "alt": "A town.",
    }  # fmt: skip

    def spoil(folder: Folder) -> None:
        row = usual | cells
        folder.tables["media"] = [[*row], [*row.values()]]
        if row["file"] == "a.jpg":
            exif, stream = Image.Exif(), io.BytesIO()
            if "title" in cells:
                exif.get_ifd(0x8825)[1] = "N"
            Image.new("RGB", (8, 8)).save(stream, "JPEG", exif=exif)
            folder.files["media/a.jpg"] = stream.getvalue()

    return spoil


def old_map(points: str) -> Break:
    """Lay an old map, a grey picture of 80 by 60 pixels, by these points."""
    row = {
        "map_id": "sheet", "title": "The sheet", "file": "a.jpg", "points": points,
        "credit": "A. Surveyor", "licence": "CC0 1.0", "alt": "Roads.",
    }  # fmt: skip

    def spoil(folder: Folder) -> None:
        stream = io.BytesIO()
        Image.new("L", (80, 60)).save(stream, "JPEG")
        folder.tables["maps"] = [[*row], [*row.values()]]
        folder.files["media/a.jpg"] = stream.getvalue()

    return spoil


CORNERS = "0 0 35 46; 80 0 35 48; 80 60 34 48; 0 60 34 46"

BROKEN: dict[str, tuple[Break, Where]] = {
    "an old map whose points lie on one line": (
        old_map("0 0 35 46; 40 30 34.5 47; 80 60 34 48"),
        ("map-place", "error", "maps.csv", 2, "points"),
    ),
    "an old map seen from behind": (
        old_map("0 0 35 48; 80 0 35 46; 80 60 34 46"),
        ("map-mirrored", "warning", "maps.csv", 2, "points"),
    ),
    "an old map with one point that does not fit": (
        old_map(f"{CORNERS}; 40 30 34.5 47; 60 20 34.2 46.6"),
        ("map-point", "warning", "maps.csv", 2, "points"),
    ),
    "an old map whose points do not agree": (
        old_map("0 0 35 46; 80 0 35 48; 80 60 34 48; 0 60 34.5 46"),
        ("map-fit", "warning", "maps.csv", 2, "points"),
    ),
    "a picture that is not there": (
        media(file="gone.png"), ("media-file", "error", "media.csv", 2, "file"),
    ),
    "a picture that says where it was taken": (
        media(title="Its place"), ("media-place", "note", "media.csv", 2, "file"),
    ),
    "a picture of nothing": (
        media(row_ids="events/nothing"), ("media-row", "warning", "media.csv", 2, "row_ids"),
    ),
    "a video without a link": (
        media(kind="video"), ("media-nothing", "warning", "media.csv", 2, "url"),
    ),
    "an area without a line": (
        area("ground", "red", "1988-07-24", "", box=None),
        ("no-outline", "warning", "areas.csv", 2, "area_id"),
    ),
    "an area older than its first line": (
        area("ground", "red", "1988-07-24", "", box=(35, 46, 36, 47), at="1988-07-26"),
        ("late-outline", "warning", "areas.csv", 2, "starts"),
    ),
    "ground that two sides hold": (
        both(area("ground", "red", "1988-07-24", "", box=(35, 46, 36, 47)),
             area("other", "blue", "1988-07-24", "", box=(35, 46.5, 36, 47.5))),
        ("areas-overlap", "warning", "areas.csv", 3, "area_id"),
    ),
    "a town of one side within the other's ground": (
        area("ground", "red", "1988-07-22", "1988-07-22", box=AROUND_BIRCH),
        ("area-control", "warning", "control.csv", 2, "side_id"),
    ),
    "a force that stands within the other's ground": (
        area("ground", "red", "1988-07-26", "1988-07-28", box=AROUND_BIRCH),
        ("area-force", "warning", "areas.csv", 2, "area_id"),
    ),
    "a step of another year": (
        step(day="1999-07-24"),
        ("step-day", "warning", "steps.csv", 2, "day"),
    ),
    "a step that points to no row": (
        step(row_ids="events/nothing"),
        ("step-row", "warning", "steps.csv", 2, "row_ids"),
    ),
    "a long step": (
        step(text="word " * 46),
        ("step-length", "warning", "steps.csv", 2, "text"),
    ),
    "a step to a row of another telling": (
        both(change("events", 2, "account_ids", "south"), step(row_ids="events/clash")),
        ("step-untold", "warning", "steps.csv", 2, "row_ids"),
    ),
    "arrives before it departs": (
        both(change("movements", 3, "departs", "1988-07-25"),
             change("movements", 3, "arrives", "1988-07-24")),
        ("span", "error", "movements.csv", 3, "arrives"),
    ),
    "an event ends before it starts": (
        change("events", 2, "ends", "1988-07-23"),
        ("span", "error", "events.csv", 2, "ends"),
    ),
    "control ends before it starts": (
        change("control", 3, "ends", "[1988-07-20..1988-07-23]"),
        ("span", "error", "control.csv", 3, "ends"),
    ),
    "waypoint moments out of order": (
        both(change("waypoints", 2, "at", ""), change("waypoints", 3, "at", "1988-07-24T17:00"),
             change("waypoints", 4, "at", "1988-07-24T16:00")),
        ("waypoint-order", "error", "waypoints.csv", 4, "at"),
    ),
    "a waypoint before the departure": (
        change("waypoints", 2, "at", "1988-07-23"),
        ("waypoint-span", "error", "waypoints.csv", 2, "at"),
    ),
    "a waypoint after the arrival": (
        change("waypoints", 4, "at", "1988-07-25T01:00"),
        ("waypoint-span", "error", "waypoints.csv", 4, "at"),
    ),
    "a movement before the campaign": (
        movement("early", "1988-07-01", "1988-07-21", "alder"),
        ("movement-outside", "warning", "movements.csv", 4, "arrives"),
    ),
    "a movement after the campaign": (
        movement("late", "[1988-07-31..]", "[1988-07-31..]", "birch"),
        ("movement-outside", "warning", "movements.csv", 4, "departs"),
    ),
    "a day outside the campaign": (
        more("days", "1988-08-01", "", "Too late", "", ""),
        ("day-outside", "warning", "days.csv", 4, "day"),
    ),
    "a movement without a waypoint": (
        movement("nowhere", "1988-07-26", "1988-07-26"),
        ("no-waypoint", "error", "movements.csv", 4, "movement_id"),
    ),
    "a waypoint with half a point": (
        change("waypoints", 3, "lon", ""),
        ("half-point", "error", "waypoints.csv", 3, "lon"),
    ),
    "a waypoint with two points": (
        both(change("waypoints", 5, "lat", "34"), change("waypoints", 5, "lon", "47")),
        ("two-points", "warning", "waypoints.csv", 5, "lat"),
    ),
    "a waypoint without a point": (
        both(change("waypoints", 3, "lat", ""), change("waypoints", 3, "lon", "")),
        ("no-point", "error", "waypoints.csv", 3, "place_id"),
    ),
    "a force on two ways for two days": (
        both(movement("first", "1988-07-25", "1988-07-28", "birch", "alder"),
             movement("second", "1988-07-27", "1988-07-30", "birch", "alder")),
        ("two-places", "warning", "movements.csv", 5, "departs"),
    ),
    "a force on two ways by the clock": (
        movement("second", "1988-07-24T15:00", "1988-07-24T23:00", "birch", "alder"),
        ("two-places", "warning", "movements.csv", 4, "departs"),
    ),
    "a force elsewhere in the midst of its way": (
        movement("second", "1988-07-24T15:00", "1988-07-24T15:00", "alder"),
        ("two-places", "warning", "movements.csv", 4, "departs"),
    ),
    "too fast on the way": (
        both(change("waypoints", 3, "at", "1988-07-24T17:30"),
             change("waypoints", 2, "at", "1988-07-24T06:00")),
        ("speed", "warning", "waypoints.csv", 4, "at"),
    ),
    "too fast, but a source is doubted": (
        change("waypoints", 3, "at", "1988-07-24T17:30?"),
        ("speed", "note", "waypoints.csv", 4, "at"),
    ),
    "too fast from one way to the next": (
        movement("second", "1988-07-24T18:30", "1988-07-25", "alder", "birch"),
        ("speed", "warning", "waypoints.csv", 6, "at"),
    ),
    "too fast for a time without engines": (
        both(
            in_year("1788"),
            change("movements", 2, "arrives", "1788-07-24T09:00"),
            *(change("waypoints", row, "at", "") for row in (2, 3, 4)),
        ),
        ("speed", "warning", "waypoints.csv", 4, "at"),
    ),
    "two sides hold one place": (
        change("control", 2, "ends", "1988-07-26"),
        ("control", "warning", "control.csv", 3, "starts"),
    ),
    "half a place": (
        change("places", 4, "lat", ""),
        ("half-point", "error", "places.csv", 4, "lat"),
    ),
    "coordinates without a radius": (
        change("places", 2, "radius_km", ""),
        ("no-radius", "error", "places.csv", 2, "radius_km"),
    ),
    "latitude and longitude changed round": (
        both(change("places", 4, "lat", "46.5"), change("places", 4, "lon", "34.5")),
        ("swapped", "warning", "places.csv", 4, "lat"),
    ),
    "bounds without a place": (
        head("[[33.9, 45.9], [34.6, 47.1]]", "[[45.9, 33.9], [47.1, 34.6]]"),
        ("empty-view", "warning", "campaign.toml", 0, "bounds"),
    ),
    "a view without a place": (
        change("days", 2, "view", "10;20;11;21"),
        ("empty-view", "warning", "days.csv", 2, "view"),
    ),
    "a movement without evidence": (
        less("evidence", 3),
        ("no-evidence", "warning", "movements.csv", 3, "movement_id"),
    ),
    "an event without evidence": (
        less("evidence", 6),
        ("no-evidence", "warning", "events.csv", 3, "event_id"),
    ),
    "control that is only disputed": (
        change("evidence", 7, "stance", "disputes"),
        ("no-evidence", "warning", "control.csv", 2, "control_id"),
    ),
    "evidence for no row": (
        more("evidence", "waypoints", "march/9", "", "chronicle", "p. 3", "", "supports", ""),
        ("evidence-target", "error", "evidence.csv", 10, "row_id"),
    ),
    "evidence for no column": (
        change("evidence", 5, "field", "begins"),
        ("evidence-field", "error", "evidence.csv", 5, "field"),
    ),
    "an inference without a note": (
        change("evidence", 4, "note", ""),
        ("inferred", "warning", "evidence.csv", 4, "note"),
    ),
    "a long phrase": (
        change("evidence", 5, "words", "one two three four five six seven eight nine ten eleven"),
        ("long-phrase", "error", "evidence.csv", 5, "words"),
    ),
    "an answer by nobody": (
        change("answers", 3, "source_id", ""),
        ("answer-by-nobody", "error", "answers.csv", 3, "account_id"),
    ),
    "an answer to no row": (
        change("answers", 2, "row_id", "march"),
        ("answers-target", "error", "answers.csv", 2, "row_id"),
    ),
    "an answer that points half": (
        change("answers", 2, "row_id", ""),
        ("half-target", "error", "answers.csv", 2, "row_id"),
    ),
    "a question without an answer": (
        more("questions", "why", "Why?", ""),
        ("no-answer", "warning", "questions.csv", 3, "question_id"),
    ),
    "a word to avoid in a title": (
        change("movements", 2, "title", "The “Heroic” march"),
        ("avoid-word", "warning", "movements.csv", 2, "title"),
    ),
    "two words to avoid in a day's text": (
        change("days", 3, "text", "A reign of terror."),
        ("avoid-word", "warning", "days.csv", 3, "text"),
    ),
    "a word to avoid in an account": (
        head("The southern telling", "The heroic telling"),
        ("avoid-word", "warning", "campaign.toml", 0, "accounts.title"),
    ),
    "an allegation told as a fact": (
        change("events", 3, "title", "The column burns the hospital"),
        ("allegation", "warning", "events.csv", 3, "title"),
    ),
    "an unknown kind": (
        change("forces", 3, "kind", "elephants"),
        ("unknown-kind", "note", "forces.csv", 3, "kind"),
    ),
    "a range the wrong way round": (
        change("figures", 2, "high", "20"),
        ("range", "error", "figures.csv", 2, "high"),
    ),
    "a force that is a part of itself": (
        change("forces", 2, "part_of", "column"),
        ("part-of-itself", "error", "forces.csv", 2, "part_of"),
    ),
    "a line that is not there": (
        change("waypoints", 3, "route_id", "high-way"),
        ("route", "error", "waypoints.csv", 3, "route_id"),
    ),
    "an unused source": (
        more("sources", "diary", "book", "A diary", ""),
        ("unused", "warning", "sources.csv", 4, "source_id"),
    ),
    "an unused force": (
        more("forces", "fleet", "blue", "The fleet", "navy", "", ""),
        ("unused", "warning", "forces.csv", 5, "force_id"),
    ),
    "an unused place": (
        more("places", "elm", "Elm", "village", "34.2", "46.2", "2", "certain", "atlas"),
        ("unused", "note", "places.csv", 5, "place_id"),
    ),
    "an event in a year with its digits changed round": (
        change("events", 3, "starts", "1898-07-25"),
        ("year-slip", "warning", "events.csv", 3, "starts"),
    ),
    "an event that ends a year late": (
        change("events", 2, "ends", "1989-07-25"),
        ("year-slip", "warning", "events.csv", 2, "ends"),
    ),
    "an anniversary with evidence for its day": (
        both(more("events", "feast", "other", "1989-07-25", "", "birch", "guard", "", "", "certain",
                  "A feast", ""),
             more("evidence", "events", "feast", "starts", "chronicle", "p. 9", "", "supports",
                  "")),
        ("year-slip", "note", "events.csv", 4, "starts"),
    ),
    "an event on a day of the Persian calendar": (
        change("events", 3, "starts", "[1367-05-03..1367-05-04]"),
        ("year-slip", "warning", "events.csv", 3, "starts"),
    ),
    "a march that departs a year early": (
        both(change("movements", 2, "departs", "1987-07-24"), change("waypoints", 2, "at", "")),
        ("year-slip", "warning", "movements.csv", 2, "departs"),
    ),
    "a stay until another year": (
        change("movements", 3, "stays_until", "1998-07-30"),
        ("year-slip", "warning", "movements.csv", 3, "stays_until"),
    ),
    "control that begins in another year": (
        both(change("control", 2, "starts", "1978-07-22")),
        ("year-slip", "warning", "control.csv", 2, "starts"),
    ),
    "control on a day of the Persian calendar": (
        change("control", 3, "starts", "1367-05-02"),
        ("control-outside", "warning", "control.csv", 3, "starts"),
    ),
    "control after the campaign": (
        both(more("control", "late", "alder", "red", "1988-08-02", "", "", "certain"),
             more("evidence", "control", "late", "", "chronicle", "p. 9", "", "supports", "")),
        ("control-outside", "warning", "control.csv", 4, "starts"),
    ),
    "another force of the side in the passage": (
        both(more("forces", "fleet", "red", "The fleet", "navy", "", ""),
             change("movements", 3, "force_id", "fleet"),
             quoting(5, "the fleet landed at Birch")),
        ("actor-unnamed", "note", "events.csv", 2, "by_force_ids"),
    ),
    "another side in the passage": (
        quoting(6, "it was Blue who burned the town"),
        ("actor-unnamed", "note", "events.csv", 3, "by_force_ids"),
    ),
    "control long after it was spoken of": (
        held(),
        ("control-unspoken", "note", "control.csv", 4, "ends"),
    ),
    "control until an end of which nobody speaks": (
        held(ends="1988-07-29"),
        ("control-unspoken", "note", "control.csv", 4, "ends"),
    ),
    "a side that is the foe in two accounts": (
        head('colour = "#c2410c"', 'colour = "#c2410c"\naffiliation = "hostile"'),
        ("affiliation", "note", "campaign.toml", 0, "sides.affiliation"),
    ),
    "killed, and the label has wounded too": (
        counting("killed", label="275 killed or wounded"),
        ("counted", "note", "figures.csv", 2, "counted"),
    ),
    "killed, and the passage has casualties": (
        counting("killed", words="inflicting over 275 casualties on the column"),
        ("counted", "note", "figures.csv", 2, "counted"),
    ),
    "wounded, and the passage has them killed": (
        counting("wounded", words="275 killed and 1,146 wounded"),
        ("counted", "note", "figures.csv", 2, "counted"),
    ),
    "killed, and the Persian passage has prisoners": (
        counting("killed", words="۲۷۵ اسیر و ۳۰۰ کشته"),
        ("counted", "note", "figures.csv", 2, "counted"),
    ),
    "a goal without coordinates": (
        both(unlocated(2), movement("back", "1988-07-26", "1988-07-26", "birch", "alder"),
             change("waypoints", 2, "place_id", "birch"),
             change("waypoints", 2, "at", "")),
        ("no-goal", "warning", "waypoints.csv", 7, "place_id"),
    ),
    "a plan for a place without coordinates": (
        both(unlocated(4), movement("plan", "1988-07-26", "1988-07-26", "birch", "cedar-plain",
                                    mode="planned")),
        ("no-goal", "note", "waypoints.csv", 7, "place_id"),
    ),
    "a force at a place without coordinates": (
        both(unlocated(4), movement("halt", "1988-07-26", "1988-07-26", "cedar-plain")),
        ("no-goal", "warning", "waypoints.csv", 6, "place_id"),
    ),
    "an origin without coordinates": (
        unlocated(2),
        ("way-in-part", "note", "waypoints.csv", 2, "place_id"),
    ),
    "an event at two places, one without coordinates": (
        both(unlocated(4), change("events", 2, "place_ids", "birch;cedar-plain")),
        ("event-in-part", "note", "events.csv", 2, "place_ids"),
    ),
    "a place that is held and has no coordinates": (
        both(unlocated(4), more("control", "cedar", "cedar-plain", "red", "1988-07-29", "", "",
                                "certain"),
             more("evidence", "control", "cedar", "", "chronicle", "p. 9", "", "supports", "")),
        ("held-unseen", "note", "control.csv", 4, "place_id"),
    ),
    "a force of which nothing is said for days": (
        both(change("movements", 2, "stays_until", "1988-07-27"),
             *(change(table, row, "account_ids", "north")
               for table, row in (("movements", 2), ("events", 2), ("events", 3)))),
        ("last-known", "note", "movements.csv", 2, "stays_until"),
    ),
    "a place at zero": (
        both(change("places", 4, "lat", "0"), change("places", 4, "lon", "0")),
        ("zero", "warning", "places.csv", 4, "lat"),
    ),
    "days before the Gregorian calendar": (
        both(in_year("1066"), head('["persian"]', '["julian"]'),
             head("1066-07-22", '"1066-07-22"')),
        ("calendar", "note", "campaign.toml", 0, "days_in"),
    ),
    "a table under two endings": (
        file("steps.csv.txt", "order\n"),
        ("unknown-file", "warning", "steps.csv.txt", 0, ""),
    ),
    "a misspelt file": (
        file("event.csv", "event_id\n"),
        ("unknown-file", "warning", "event.csv", 0, ""),
    ),
}  # fmt: skip
UNREADABLE: dict[str, tuple[Break, Where]] = {
    "a repeated id": (
        change("events", 3, "event_id", "clash"),
        ("repeated-id", "error", "events.csv", 3, "event_id"),
    ),
    "two texts for a day": (
        change("days", 3, "account_id", "north"),
        ("repeated-id", "error", "days.csv", 3, "day"),
    ),
    "a negative strength": (
        change("waypoints", 3, "strength", "-5"),
        ("cell", "error", "waypoints.csv", 3, "strength"),
    ),
    "a view that is none": (
        change("days", 2, "view", "34.2;45.9;33.9;47.1"),
        ("cell", "error", "days.csv", 2, "view"),
    ),
    "bounds that are none": (
        head("[[33.9, 45.9], [34.6, 47.1]]", "[34, 46]"),
        ("head", "error", "campaign.toml", 0, "bounds"),
    ),
    "two sides of one colour": (
        head('colour = "#0b5fa5"', 'colour = "#c8480f"'),
        ("side-colours", "note", "campaign.toml", 0, "sides.colour"),
    ),
    "red and green of one lightness": (
        head('colour = "#0b5fa5"', 'colour = "#6e6a00"'),
        ("side-colours", "note", "campaign.toml", 0, "sides.colour"),
    ),
    "a colour that is none": (
        head('"#c2410c"', '"red"'),
        ("head", "error", "campaign.toml", 0, "sides.colour"),
    ),
}


def lost(name: str) -> Break:
    """Let campaign.toml not be valid, in a line of its own at the end."""
    return lambda folder: setattr(folder, "head", folder.head + name + "\n")


def cell(table: str, row: int, column: str, text: str, mend: str) -> tuple[Break, str]:
    """A cell, and what is to be said of it."""
    return change(table, row, column, text), mend


KIND = {
    "a day of the Persian calendar in plain digits":
        cell("events", 3, "starts", "1367/05/04", "write 1988-07-26, which is that day of"),
    "the same in Persian words": cell("events", 3, "starts", "۴ مرداد ۱۳۶۷", "write 1988-07-26"),
    "a long dash": cell("events", 3, "starts", "1988–07–26", "write 1988-07-26, with plain"),
    "a year of two digits": cell("events", 3, "starts", "26-Jul-88", "write 1988-07-26"),
    "before": cell("events", 3, "starts", "before 26 July 1988", "write [..1988-07-25]"),
    "an evening": cell("events", 3, "starts", "1988-07-26 evening",
                       "write [1988-07-26T18:00..1988-07-26T22:00]"),
    "an order that only one reading fits":
        cell("days", 2, "day", "07/24/1988", "write 1988-07-24"),
    "what pandas writes for no day": cell("events", 3, "ends", "NaT", "leave it empty"),
    "what pandas writes for no number": cell("places", 2, "lat", "nan", "leave it empty"),
    "what pandas writes for no place": cell("waypoints", 2, "place_id", "nan", "leave it empty"),
    "what pandas writes for no address": cell("sources", 2, "url", "nan", "leave it empty"),
    "a decimal point that was lost":
        cell("places", 2, "lat", "340.123", "decimal point was lost or moved: write 34.0123"),
    "a decimal point lost in a longitude":
        cell("places", 2, "lon", "460123", "write 46.0123 if that is meant"),
    "a latitude that no digits are left of": cell("places", 2, "lat", "1E310", "correct it"),
    "a list with commas": cell("events", 2, "place_ids", "birch, alder", "write birch;alder"),
    "a list with Persian commas": cell("events", 2, "place_ids", "birch، alder", "birch;alder"),
    "a list with words": cell("events", 2, "place_ids", "birch and alder", "birch;alder"),
    "a side that is called otherwise":
        cell("forces", 2, "side_id", "blu", "no side is called so; there are blue, red"),
    "an account that is called otherwise":
        cell("events", 2, "account_ids", "nord", "no account is called so; there are north, south"),
    "a retreat": cell("movements", 2, "kind", "retreat", "did you mean withdrawal?"),
    "a kind that is nothing near": cell("places", 4, "kind", "moor", "nothing, or choose one"),
    "a symbol that a spreadsheet rounded":
        cell("forces", 2, "sidc", "1.00615E+19", "a spreadsheet has rounded it"),
    "a symbol of another length": cell("forces", 2, "sidc", "1006150015", "or leave it empty"),
    "a column id": (lambda folder: folder.tables["places"][0].__setitem__(0, "id"),
                    "did you mean place_id?"),
    "curly quotation marks": (lost("summary = “A battle”"), 'and not “ or ”: summary = "A battle"'),
    "no quotation marks": (head('"A tiny campaign"', "A tiny campaign"),
                           'texts stand in double quotes: title = "A tiny campaign"'),
    "a colon": (head("title = ", "title: "), 'write = and not : title = "A tiny campaign"'),
    "a key that stands twice": (lost('id = "a"\nid = "b"'), "keep one of the two lines"),
    "a backslash": (head("A tiny", "C:\\data"), "write each backslash twice"),
    "a line in two parts": (
        file("routes.geojson", json.dumps({"features": [{
            "geometry": {"type": "MultiLineString", "coordinates": [[[46, 34], [47, 34]]] * 2},
            "properties": {"route_id": "highway"}}]})),
        "merge the parts to one line"),
    "lines that are no degrees": (
        file("routes.geojson", json.dumps({"features": [{
            "geometry": {"type": "LineString", "coordinates": [[461000, 3400000], [47, 34]]},
            "properties": {"route_id": "highway"}}]})),
        "in degrees (EPSG:4326)"),
}  # fmt: skip
"""What people and programs write, and the words that the right mend has."""


@pytest.mark.parametrize("name", KIND)
def test_the_mend_says_what_to_write(name: str, tmp_path: Path) -> None:
    spoil, mend = KIND[name]
    said = [one for one in check(tmp_path, spoil) if mend in one.mend]
    assert len(said) == 1, [str(one) for one in check_campaign(tmp_path / "tiny")]
    assert "Error" not in str(said[0]), "no names of Python"


def test_a_slip_in_the_head_is_told_with_its_line(tmp_path: Path) -> None:
    """Its days stand in quotes: they are not what is wrong."""
    quoted = head("first_day = 1988-07-22", 'first_day = "1988-07-22"')
    (problem,) = check(tmp_path, quoted, head('title = "A tiny', "title = “A tiny"))
    assert (problem.row, problem.column) == (3, "")
    assert problem.found == 'title = “A tiny campaign"'


@pytest.mark.parametrize("name", ["campaign.toml.txt", "Campaign.toml", "campaign (1).toml"])
def test_a_head_under_another_name_is_to_be_renamed(name: str, tmp_path: Path) -> None:
    folder = write_broken(tmp_path / "tiny")
    (folder / "campaign.toml").rename(folder / name)
    (problem,) = check_campaign(folder)
    assert problem.mend == f"rename {name} to campaign.toml"


@pytest.mark.parametrize("name", ["events.csv.txt", "Events - Copy.csv", "events.xlsx"])
def test_a_table_under_another_name_is_told_once(name: str, tmp_path: Path) -> None:
    folder = write_broken(tmp_path / "tiny", less("evidence", 6), less("evidence", 5))
    (folder / "events.csv").rename(folder / name)
    said = [one for one in check_campaign(folder) if name in str(one)]
    assert len(said) == 1 and name in said[0].mend


def test_a_line_of_one_part_is_a_line(tmp_path: Path) -> None:
    """Many programs write each line as a MultiLineString."""

    def spoil(folder: Folder) -> None:
        whole = json.loads(str(folder.files["routes.geojson"]))
        geometry = whole["features"][0]["geometry"]
        geometry["coordinates"] = [geometry["coordinates"]]
        geometry["type"] = "MultiLineString"
        folder.files["routes.geojson"] = json.dumps(whole)

    assert check(tmp_path, spoil) == []
    assert load_campaign(tmp_path / "tiny").routes["highway"].points[0] == (34, 46)


def test_a_line_with_its_numbers_changed_round_is_found_and_the_way_too_long(
    tmp_path: Path,
) -> None:
    def spoil(folder: Folder) -> None:
        whole = json.loads(str(folder.files["routes.geojson"]))
        geometry = whole["features"][0]["geometry"]
        geometry["coordinates"] = [[lat, lon] for lon, lat in geometry["coordinates"]]
        folder.files["routes.geojson"] = json.dumps(whole)

    rules = {(one.rule, one.file) for one in check(tmp_path, spoil)}
    assert rules == {("swapped", "routes.geojson"), ("speed", "waypoints.csv")}


def test_cells_may_be_julian(tmp_path: Path) -> None:
    """Hastings was fought on 14 October 1066 as its sources count."""
    days = both(in_year("1066"), head("format = 1", 'format = 1\ndays_in = "julian"'))
    assert check(tmp_path, days) == []
    campaign = load_campaign(tmp_path / "tiny")
    assert campaign.first_day.isoformat() == "1066-07-28"
    assert campaign.events["clash"].starts.text == "1066-07-30"
    assert [row.day.isoformat() for row in campaign.days] == ["1066-07-30"] * 2
    leap = change("events", 3, "starts", "1066-02-29")
    (wrong,) = find_errors(check_campaign(write_broken(tmp_path / "leap", days, leap)))
    assert "no such day as 1066-02-29 in the Julian calendar" in wrong.mend


def test_the_tiny_folder_has_no_problem(tmp_path: Path) -> None:
    assert check(tmp_path, texts={"chronicle": CHRONICLE}) == []


@pytest.mark.parametrize("name", BROKEN | UNREADABLE)
def test_each_fault_gives_exactly_its_message(name: str, tmp_path: Path) -> None:
    spoil, expected = (BROKEN | UNREADABLE)[name]
    problems = check(tmp_path, spoil)
    assert [where(problem) for problem in problems] == [expected], problems
    assert problems[0].message and problems[0].mend


def test_every_rule_is_broken_somewhere() -> None:
    """A rule reports under names of its own, so each function's source names a tested one."""
    tested = {expected[0] for _, expected in BROKEN.values()}
    folder = Path(__file__).parent.parent / "mapping" / "checks"
    reported = set()
    for module in folder.glob("*.py"):
        source = module.read_text(encoding="utf-8")
        reported |= set(re.findall(r'(?:report|Problem)\(\s*f?"([a-z-]+)"', source))
    assert reported - {"text-source", "phrase", "gazetteer"} <= tested
    assert len(set(RULES + RULES_OF_THE_WHOLE)) == len(RULES) + len(RULES_OF_THE_WHOLE)


@pytest.mark.parametrize("table", CLAIM_TABLES)
def test_evidence_for_a_row_that_is_not_there_is_found(table: str, tmp_path: Path) -> None:
    row = more("evidence", table, "nothing", "", "chronicle", "p. 9", "", "supports", "")
    assert [problem.rule for problem in check(tmp_path, row)] == ["evidence-target"]


def test_all_broken_together_crash_nothing(tmp_path: Path) -> None:
    whole = check(tmp_path, *(spoil for spoil, _ in BROKEN.values()))
    assert whole and all(problem.mend for problem in whole)
    every = [spoil for spoil, _ in (BROKEN | UNREADABLE).values()]
    folder = write_broken(tmp_path / "worse", *every)
    assert find_errors(check_campaign(folder))


def test_many_faults_give_one_message_each(tmp_path: Path) -> None:
    """A row that cannot be read hides no other fault, and is not itself counted twice."""
    names = ("two sides hold one place", "a long phrase", "an allegation told as a fact",
             "a range the wrong way round", "a word to avoid in a title")  # fmt: skip
    breaks = [BROKEN[name][0] for name in names]
    problems = check(
        tmp_path, change("movements", 3, "departs", "1988-07-26/1988-07-27"),
        change("places", 4, "lat", "134"), *breaks,
    )  # fmt: skip
    expected = {BROKEN[name][1] for name in names}
    expected.add(("cell", "error", "movements.csv", 3, "departs"))
    expected.add(("cell", "error", "places.csv", 4, "lat"))
    assert sorted(map(where, problems)) == sorted(expected)


FINE: dict[str, Break] = {
    "arriving and leaving on one day": both(
        movement("first", "1988-07-25", "1988-07-27", "birch", "alder"),
        movement("second", "1988-07-27", "1988-07-28", "alder", "birch"),
    ),
    "two ways in two accounts": both(
        movement("first", "1988-07-25", "1988-07-28", "birch", "alder", account="north"),
        movement("second", "1988-07-26", "1988-07-29", "birch", "alder", account="south"),
    ),
    "a plan beside what took place": movement(
        "plan", "1988-07-24T06:00", "1988-07-24T06:10", "alder", "birch", mode="planned"
    ),
    "an alleged march": movement(
        "rumour", "1988-07-24T06:00", "1988-07-24T06:10", "alder", "birch", mode="alleged"
    ),
    "an event long after": both(
        more("events", "after", "political", "1999-04-11~", "", "", "", "", "", "certain", "After",
             ""),
        more("evidence", "events", "after", "", "chronicle", "p. 9", "", "supports", ""),
    ),
    "one doubtful holder": both(
        more("control", "birch-nobody", "birch", "", "1988-07-25", "1988-07-27", "", "uncertain"),
        more("evidence", "control", "birch-nobody", "", "chronicle", "p. 9", "", "supports", ""),
    ),
    "an unused label": more(
        "places", "sea", "The sea", "sea", "34.2", "46.2", "2", "certain", "atlas"
    ),
    "a word within a word to avoid": change("movements", 2, "title", "Unheroically on the march"),
    "a march within about an hour": both(
        change("waypoints", 3, "at", "1988-07-24T17:30~"), change("waypoints", 4, "at", "")
    ),
    "an anniversary that falls on no day of the campaign": both(
        more("events", "after", "other", "1989-08-02", "", "birch", "guard", "", "", "certain",
             "A feast", ""),
        more("evidence", "events", "after", "", "chronicle", "p. 9", "", "supports", ""),
    ),
    "control since before the campaign": change("control", 2, "starts", "1988-06-02"),
    "a passage that names nobody": quoting(6, "the town was set on fire"),
    "a passage that names the actor too": quoting(6, "the column and the Blue fleet"),
    "a passage that names the enemy": quoting(5, "the guard stood at Birch"),
    "a passage that names the side in another form": quoting(6, "Blue saw the Reds burn it"),
    "a possessive of another side": quoting(6, "in Blue's own town of Birch"),
    "a passage that names the leader": both(
        more("forces", "king", "red", "King Alder", "leadership", "", "no"),
        change("events", 3, "by_force_ids", "column;king"),
        more("events", "feast", "other", "1988-07-25", "", "birch", "column", "", "", "certain",
             "A feast", ""),
        more("evidence", "events", "feast", "", "chronicle", "p. 9", "King Alder took Birch",
             "supports", ""),
    ),
    "an actor that is said to be a reading": both(
        quoting(6, "it was Blue who burned the town"),
        more("evidence", "events", "fire", "by_force_ids", "chronicle", "p. 9", "", "inferred",
             "Told of the battle."),
    ),
    "control for two days after it was spoken of": both(
        held(), more("events", "feast", "other", "1988-07-28", "", "alder", "guard", "", "",
                     "certain", "A feast", ""),
        more("evidence", "events", "feast", "", "chronicle", "p. 9", "", "supports", ""),
    ),
    "control with evidence for its end": held(field="ends"),
    "control that is inferred": held(stance="inferred"),
    "control that may be": held(certainty="uncertain"),
    "control until the next row of the place": both(
        held(), more("control", "alder-blue", "alder", "blue", "1988-07-30", "", "", "certain"),
        more("evidence", "control", "alder-blue", "", "chronicle", "p. 9", "", "supports", ""),
    ),
    "a neutral side in two accounts": head(
        'colour = "#c2410c"', 'colour = "#c2410c"\naffiliation = "neutral"'
    ),
    "killed, and the next number is of the wounded": counting(
        "killed", words="275 killed and 1,146 wounded"
    ),
    "killed, with the number behind": counting("killed", words="the dead: 1,275; wounded: 300",
                                               low="1275"),
    "casualties for killed or wounded": counting(
        "killed or injured", words="inflicting over 275 casualties on the column"
    ),
    "the Persian for killed and wounded": counting("killed or injured", words="۲۷۵ کشته و زخمی"),
    "a passage that does not say what it counts": counting("killed", words="275 civilians"),
    "killed, in a passage that disputes it": both(
        counting("killed", words="275 wounded"), change("evidence", 10, "stance", "disputes")
    ),
    "an event that is only listed": both(unlocated(4), change("events", 3, "place_ids",
                                                              "cedar-plain")),
    "two days of which nothing is said": change("movements", 2, "stays_until", "1988-07-28"),
    "a force that leaves": both(
        change("movements", 2, "stays_until", ""),
        more("events", "going", "departure", "1988-07-28", "", "birch", "column", "", "", "certain",
             "The column leaves", ""),
        more("evidence", "events", "going", "", "chronicle", "p. 9", "", "supports", ""),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FINE)
def test_what_is_fine_gives_no_message(name: str, tmp_path: Path) -> None:
    assert check(tmp_path, FINE[name]) == []


@pytest.mark.parametrize(("hour", "severity"), [("18:30?", "note"), ("18:30", "warning")])
def test_sources_that_do_not_fit_each_other_are_reported(
    tmp_path: Path, hour: str, severity: str
) -> None:
    """Sarpol-e Zahab at 18:00 and Kerend-e Gharb at 18:30: the data doubts it, and says so."""
    folder = tmp_path / "mersad"
    shutil.copytree(MERSAD, folder, ignore=shutil.ignore_patterns("ground"))
    table = folder / "waypoints.csv"
    content = table.read_text(encoding="utf-8")
    assert "1988-07-25T18:30?" in content
    table.write_text(content.replace("1988-07-25T18:30?", f"1988-07-25T{hour}"), encoding="utf-8")
    (problem,) = [one for one in check_campaign(folder) if one.rule == "speed"]
    assert (problem.severity, problem.found) == (severity, f"1988-07-25T{hour}")
    assert "from sarpol-e-zahab at 1988-07-25T18:00 take" in problem.message
    said = load_campaign(folder).evidence["waypoints", "ir-mek-advance/5"]
    assert any(row.stance == "disputes" and "do not fit" in row.note for row in said)


@pytest.mark.parametrize(
    ("table", "old", "new", "expected"),
    [
        ("events", "border-villages,iraqi-government,", "border-villages,iraqi-army,",
         ("actor-unnamed", "iraqi-army")),
        ("events", "[1999-04-10..1999-04-11],,,mek,", "[1999-04-10..1999-04-11],,,mek-leadership,",
         ("actor-unnamed", "mek-leadership")),
        ("evidence", "control,kermanshah-iran,,press-tv-2025,How was the invasion crushed? ¶4,from "
         "advancing to Kermanshah city,inferred,", "control,kermanshah-iran,,press-tv-2025,How was "
         "the invasion crushed? ¶4,from advancing to Kermanshah city,supports,",
         ("control-unspoken", "")),
        ("figures", "casualties, a MEK spokesman\",killed or injured", "casualties, a MEK "
         "spokesman\",killed", ("counted", "killed")),
        ("campaign", 'id = "mek"\nname = "MEK"\ncolour = "#b23a0c"\naffiliation = "unknown"',
         'id = "mek"\nname = "MEK"\ncolour = "#b23a0c"\naffiliation = "hostile"',
         ("affiliation", "hostile")),
    ],
)  # fmt: skip
def test_errors_of_the_kind_that_once_misled_are_found(
    tmp_path: Path, table: str, old: str, new: str, expected: tuple[str, str]
) -> None:
    """Put back into the data one by one, each is named by one more problem and no other."""
    folder = tmp_path / "mersad"
    shutil.copytree(MERSAD, folder, ignore=shutil.ignore_patterns("ground"))
    before = set(check_campaign(folder))
    path = folder / ("campaign.toml" if table == "campaign" else f"{table}.csv")
    content = path.read_text(encoding="utf-8")
    assert content.count(old) == 1
    path.write_text(content.replace(old, new), encoding="utf-8")
    (problem,) = set(check_campaign(folder)) - before
    assert (problem.rule, problem.found) == expected


@pytest.mark.parametrize(
    ("spoil", "meant"),
    [
        (change("events", 3, "starts", "1898-07-25T14:30~"), "write 1988-07-25T14:30~;"),
        (change("events", 3, "starts", "[1898-07-25,1898-07-26]"), "[1988-07-25,1988-07-26];"),
        (change("events", 3, "starts", "1367-05-03"), "write 1988-07-25;"),
        (change("control", 3, "starts", "1367-05-03"), "write 1988-07-25,"),
        (change("days", 2, "day", "1998-07-24"), "write 1988-07-24,"),
        (movement("late", "1989-07-28", "1989-07-28", "birch"), "write 1988-07-28,"),
    ],
)
def test_a_slip_in_the_year_is_told_with_the_day_that_is_meant(
    tmp_path: Path, spoil: Break, meant: str
) -> None:
    mends = [one.mend for one in check(tmp_path, spoil) if one.severity == "warning"]
    assert [meant in mend for mend in mends] == [True]


def test_in_a_long_campaign_only_turned_digits_are_a_slip(tmp_path: Path) -> None:
    longer = head("last_day = 1988-07-30", "last_day = 1988-10-30")
    events = [
        both(more("events", name, "other", day, "", "birch", "column", "", "", "certain", "It", ""),
             more("evidence", "events", name, "", "chronicle", "p. 9", "", "supports", ""))
        for name, day in (("before", "1987-08-25"), ("slip", "1898-08-25"))
    ]  # fmt: skip
    found = [one for one in check(tmp_path, longer, *events) if one.rule == "year-slip"]
    assert [one.found for one in found] == ["1898-08-25"]


def test_accounts_are_told_only_once_of_a_row_they_share(tmp_path: Path) -> None:
    problems = check(tmp_path, BROKEN["two sides hold one place"][0])
    assert len(problems) == 1


@pytest.mark.parametrize(
    ("words", "texts", "rule", "mend"),
    [
        ("the column set out", {"chronicle": CHRONICLE}, "", ""),
        ("The Column set out", {"chronicle": CHRONICLE}, "phrase", "write the column set out"),
        ("the column stood still", {"chronicle": CHRONICLE}, "phrase", "letter by letter"),
        ("the 24th the column", {"chronicle": CHRONICLE}, "", ""),
        ("the column stood still", {"chronicel": CHRONICLE}, "text-source", "chronicle"),
    ],
)  # fmt: skip
def test_phrases_stand_in_the_text_of_their_source(
    words: str, texts: dict[str, str], rule: str, mend: str, tmp_path: Path
) -> None:
    problems = check(tmp_path, change("evidence", 2, "words", words), texts=texts)
    assert [problem.rule for problem in problems] == ([rule] if rule else [])
    assert not rule or mend in problems[0].mend


@pytest.mark.parametrize(
    ("lat", "lon", "severity"),
    [("34.1089", "46.5299", ""), ("34.1089", "46.6", "warning"), ("45", "10", "note")],
)
def test_places_are_compared_with_the_gazetteer(
    lat: str, lon: str, severity: str, tmp_path: Path
) -> None:
    folder = write_broken(
        tmp_path / "tiny", less("places", 4),
        change("places", 2, "name", "Eslamabad-e Gharb"), change("places", 2, "lat", lat),
        change("places", 2, "lon", lon), change("places", 3, "kind", "pass"),
    )  # fmt: skip
    gazetteer = OfflineGazetteer(load_campaign(folder).places.values())
    with_it = set(check_campaign(folder, gazetteer=gazetteer))
    problems = {problem.row: problem for problem in with_it - set(check_campaign(folder))}
    assert problems.pop(3).severity == "note", "a pass has no answer"
    assert [problem.severity for problem in problems.values()] == ([severity] if severity else [])
    assert all(problem.rule == "gazetteer" for problem in problems.values())


def test_the_shipped_campaign_is_strictly_clean() -> None:
    gazetteer = OfflineGazetteer(load_campaign(MERSAD).places.values())
    problems = check_campaign(MERSAD, gazetteer=gazetteer)
    assert find_errors(be_strict(problems)) == []


def test_every_phrase_stands_in_the_article() -> None:
    path = os.environ.get("ARTICLE")
    if not path:
        pytest.skip("ARTICLE names no file: the phrases are not compared with the article")
    article = Path(path).read_text(encoding="utf-8")
    problems = check_campaign(MERSAD, texts={"press-tv-2025": article})
    assert find_errors(problems) == []
    phrases = [passage for rows in load_campaign(MERSAD).evidence.values() for passage in rows]
    assert any(passage.words for passage in phrases if passage.source_id == "press-tv-2025")


# --- hostile folders -----------------------------------------------------------------------

DEEP = "[" * 100_000
HOSTILE: dict[str, tuple[Break, str]] = {
    "NUL in a table": (file("events.csv", b"event_id\0,kind\n"), "events.csv"),
    "invalid UTF-8": (file("places.csv", b"place_id,name\nalder,\xff\xfe\n"), "places.csv"),
    "a megabyte in a cell": (change("events", 2, "title", "x" * 1_000_000), "events.csv"),
    "a megabyte in the heading": (file("figures.csv", "x" * 1_000_000), "figures.csv"),
    "a million columns": (file("figures.csv", "," * 1_000_000), "figures.csv"),
    "an open quotation mark": (file("events.csv", 'event_id,kind\na,"b\nc\n'), "events.csv"),
    "an empty table": (file("sources.csv", ""), "sources.csv"),
    "an address that is none": (change("sources", 2, "url", "http://["), "sources.csv"),
    "deep JSON": (file("routes.geojson", DEEP), "routes.geojson"),
    "a line of single numbers": (
        file("routes.geojson", '{"features": [{"geometry": {"type": "LineString", "coordinates": '
             '[[1], [2]]}, "properties": {"route_id": "a"}}]}'), "routes.geojson"),
    "a number beyond all bounds": (
        file("routes.geojson", '{"features": [{"geometry": {"type": "LineString", "coordinates": '
             f'[[1, 1{"0" * 400}], [2, 3]]}}, "properties": {{"route_id": "a"}}}}]}}'),
        "routes.geojson"),
    "a line without a name": (file("routes.geojson", '{"features": [1]}'), "routes.geojson"),
    "TOML that is none": (head("format = 1", "format = = 1"), "campaign.toml"),
    "deep TOML": (head("format = 1", f"format = {DEEP}"), "campaign.toml"),
    "an endless number": (head("format = 1", f"format = {'1' * 5000}"), "campaign.toml"),
    "a long hexadecimal number": (head("format = 1", f"format = 0x{'f' * 9000}"), "campaign.toml"),
    "a list for an account": (head('"north"', "[]"), "campaign.toml"),
    "text for sides": (head("[[sides]]", "[sides.one]\n[[others]]"), "campaign.toml"),
    "numbers for words": (head('["persian"]', "[1, 2]"), "campaign.toml"),
    "a time for a day": (head("1988-07-22", "1988-07-22T10:00:00"), "campaign.toml"),
    "a number for a title": (head('"A tiny campaign"', "12"), "campaign.toml"),
    "a table for bounds": (head("[[33.9, 45.9], [34.6, 47.1]]", "{ab = 1, cd = 2}"),
                           "campaign.toml"),
    "no number for bounds": (head("33.9", "nan"), "campaign.toml"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_give_messages_and_no_crash(name: str, tmp_path: Path) -> None:
    spoil, named = HOSTILE[name]
    problems = check(tmp_path, spoil)
    assert named in {problem.file for problem in find_errors(problems)}
    assert all(len(str(problem)) < 3_000 for problem in problems)


@pytest.mark.parametrize("name", ["events.csv", "figures.csv", "campaign.toml", "routes.geojson"])
@pytest.mark.parametrize("kind", ["folder", "loop", "pipe", "dangling link"])
def test_what_is_no_file_is_one_message(name: str, kind: str, tmp_path: Path) -> None:
    folder = write_broken(tmp_path / "tiny")
    (folder / name).unlink()
    if kind == "folder":
        (folder / name).mkdir()
    elif kind == "pipe":
        os.mkfifo(folder / name)
    else:
        (folder / name).symlink_to(name if kind == "loop" else "nothing")
    assert [(one.rule, one.file) for one in check_campaign(folder)] == [("unreadable", name)]


@pytest.mark.parametrize("name", ["nothing", "a" * 5_000, "a\0b", "campaign.toml"])
def test_no_folder_is_one_message(name: str, tmp_path: Path) -> None:
    (tmp_path / "campaign.toml").write_text("", encoding="utf-8")
    problems = check_campaign(tmp_path / name)
    assert [problem.found for problem in problems] == ["no such folder"]


CELLS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["", ";", "..", "[..]", "[,]", "[1988-07-22..", "9999-12-31", "0001-01-01", "1e999", "nan",
         "http://[::", "http://a\u2100b", "٣٤", "۱۹۸۸-۰۷-۲۶", "alder", "clash", "march", "no", "-0",
         "1988-07-24T24:00", "[..1988-07-24]", "[1988-07-24..]", "90;180;-90;-180"]
    ),
)  # fmt: skip


@pytest.mark.rest
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_no_cell_crashes_anything(data: st.DataObject, tmp_path_factory: Any) -> None:
    folder = Folder()
    for _ in range(data.draw(st.integers(1, 4))):
        table = data.draw(st.sampled_from(sorted(folder.tables)))
        row = data.draw(st.integers(1, len(folder.tables[table])))
        column = data.draw(st.sampled_from(folder.tables[table][0]))
        folder.set(table, row, column, data.draw(CELLS))
    path = folder.write(tmp_path_factory.mktemp("cells") / "tiny")
    problems = check_campaign(path, texts={"chronicle": CHRONICLE})
    assert all(str(problem) for problem in problems)


@pytest.mark.rest
@settings(deadline=None, max_examples=60)
@given(
    name=st.sampled_from(["campaign.toml", "events.csv", "waypoints.csv", "routes.geojson"]),
    content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)),
)
def test_no_file_crashes_anything(name: str, content: bytes, tmp_path_factory: Any) -> None:
    path = write_broken(tmp_path_factory.mktemp("files") / "tiny")
    (path / name).write_bytes(content)
    assert all(str(problem) for problem in check_campaign(path))


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
)


@pytest.mark.rest
@settings(deadline=None, max_examples=60)
@given(geometry=JSON, properties=JSON, point=JSON)
def test_no_geojson_crashes_anything(
    geometry: Any, properties: Any, point: Any, tmp_path_factory: Any
) -> None:
    path = write_broken(tmp_path_factory.mktemp("lines") / "tiny")
    line = {"type": "LineString", "coordinates": [point, point]}
    for one in (geometry, line):
        feature = {"geometry": one, "properties": properties}
        (path / "routes.geojson").write_text(json.dumps({"features": [feature]}), encoding="utf-8")
        campaign, problems = read_campaign(path)
        assert campaign is not None or problems
