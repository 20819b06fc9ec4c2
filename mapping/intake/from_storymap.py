"""StoryMapJS and TimelineJS as JSON: slides with a place, a day or both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mapping.intake.found import (
    Found,
    FoundEvent,
    FoundPlace,
    ImportFileError,
    a_point,
    bare_text,
    plain,
)
from mapping.intake.from_rows import Sheet, read_rows
from mapping.intake.moments import MomentUnread, read_moment

PARTS = ("year", "month", "day")


def is_storymap(content: Mapping[str, Any]) -> bool:
    """Whether a JSON is a story of StoryMapJS."""
    story = content.get("storymap")
    return isinstance(story, dict) and isinstance(story.get("slides"), list)


def read_storymap(content: Mapping[str, Any]) -> Found:
    """The slides of a StoryMapJS: an event where a slide has a day, else its place."""
    found = Found("StoryMapJS")
    for number, slide in enumerate(content["storymap"]["slides"], 1):
        if not isinstance(slide, dict):
            continue
        text, location = _block(slide, "text"), _block(slide, "location")
        title = plain(bare_text(str(text.get("headline") or "")), 200)
        where = f"slide {number}"
        if slide.get("type") == "overview":
            found.title = title
            found.leave(where, title or "the overview", "a title, no event")
            continue
        point = a_point(location.get("lat"), location.get("lon"))
        name = plain(location.get("name") or title, 200)
        place = FoundPlace(name=name, point=point) if name else None
        words = bare_text(str(text.get("text") or ""))
        try:
            starts = read_moment(str(slide.get("date") or ""))
        except MomentUnread as error:
            found.leave(where, title or name or "a slide", f"{error}; its place is taken")
            found.places += [place] if place else []
            continue
        found.events.append(
            FoundEvent(title=title or name or where, starts=starts, place=place, summary=words,
                       where=where)
        )  # fmt: skip
    return found


def is_timeline(content: Mapping[str, Any]) -> bool:
    """Whether a JSON is a timeline of TimelineJS."""
    return isinstance(content.get("events"), list) and "sides" not in content


def read_timeline(content: Mapping[str, Any]) -> Found:
    """The slides of a TimelineJS, as those of its sheet; raises `ImportFileError`."""
    rows = []
    for number, slide in enumerate(content["events"], 1):
        if isinstance(slide, dict):
            rows.append((f"event {number}", _row_of(slide)))
    if not rows:
        raise ImportFileError("a timeline without events")
    return read_rows(Sheet(list(rows[0][1]), rows), "TimelineJS")


def _row_of(slide: Mapping[str, Any]) -> dict[str, str]:
    text = _block(slide, "text")
    row = {"Headline": str(text.get("headline") or ""), "Text": str(text.get("text") or "")}
    for key, before in (("start_date", ""), ("end_date", "End ")):
        day = _block(slide, key)
        clock = [f"{day['hour']}", f"{day.get('minute') or 0}"] if day.get("hour") else []
        parts = {name.title(): str(day.get(name) or "") for name in PARTS}
        parts["Time"] = ":".join(one.zfill(2) for one in clock)
        row |= {f"{before}{name}": value for name, value in parts.items()}
    row["Media"] = str(_block(slide, "media").get("url") or "")
    row["Group"] = str(slide.get("group") or "")
    return row


def _block(block: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = block.get(key)
    return value if isinstance(value, dict) else {}
