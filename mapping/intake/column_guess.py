"""What the columns of a stranger's table hold, guessed by their headings, and known layouts.

ACLED and UCDP GED are known by their columns (ACLED Codebook, 2023; UCDP GED Codebook 24.1).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from anyascii import anyascii

WORDS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "headline", "what", "event", "name", "incident"),
    "day": ("date", "day", "starts", "start", "start date", "date start", "when", "begin",
            "event date", "from", "timestamp", "tarikh", "datum"),
    "end": ("ends", "end", "end date", "date end", "to", "until"),
    "hour": ("time", "hour", "clock"),
    "place": ("place", "location", "where", "city", "place name", "placename", "locality",
              "site", "address"),
    "lat": ("lat", "latitude", "y", "lat wgs84"),
    "lon": ("lon", "long", "lng", "longitude", "x", "lon wgs84"),
    "by": ("side", "who", "actor", "by", "force", "unit", "party", "actor1", "side a", "group"),
    "against": ("against", "target", "actor2", "side b", "opponent"),
    "kind": ("kind", "type", "event type", "category"),
    "text": ("text", "summary", "description", "notes", "note", "details", "comment"),
    "source": ("source", "sources", "reference", "citation", "source name"),
    "id": ("id", "event id", "uid", "nr", "no"),
}  # fmt: skip
"""For each role the headings that mean it, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column plays which role; `name` where the layout is a known one."""

    roles: Mapping[str, str]
    name: str = ""


KNOWN: tuple[tuple[frozenset[str], Layout], ...] = (
    (
        frozenset(("event_id_cnty", "event_date", "event_type", "actor1")),
        Layout(
            {
                "id": "event_id_cnty", "day": "event_date", "kind": "sub_event_type",
                "by": "actor1", "against": "actor2", "place": "location", "lat": "latitude",
                "lon": "longitude", "text": "notes", "source": "source",
                "time_precision": "time_precision", "geo_precision": "geo_precision",
            },
            "ACLED",
        ),
    ),
    (
        frozenset(("type_of_violence", "date_start", "date_end", "side_a", "side_b")),
        Layout(
            {
                "id": "id", "day": "date_start", "end": "date_end", "kind": "type_of_violence",
                "by": "side_a", "against": "side_b", "place": "where_coordinates",
                "lat": "latitude", "lon": "longitude", "text": "source_headline",
                "source": "source_article", "time_precision": "date_prec",
                "geo_precision": "where_prec",
            },
            "UCDP GED",
        ),
    ),
    (
        frozenset(("year", "headline", "text", "media")),
        Layout({"title": "headline", "text": "text", "source": "media"}, "TimelineJS"),
    ),
    (
        frozenset(("title", "title_source", "start")),
        Layout(
            {"id": "id", "title": "title", "source": "title_source", "lat": "lat", "lon": "lon",
             "names": "variants", "kind": "types", "text": "description"},
            "Linked Places",
        ),
    ),
)  # fmt: skip


def plain_heading(heading: str) -> str:
    """A heading without capitals, signs and scripts other than Latin."""
    return re.sub(r"[^a-z0-9]+", " ", anyascii(heading[:200]).lower()).strip()


def guess_layout(headings: Sequence[str], given: Mapping[str, str] = {}) -> Layout:
    """The layout of a table; `given` says for single roles which column plays them."""
    by_name = {plain_heading(one).replace(" ", "_"): one for one in reversed(headings)}
    for needs, layout in KNOWN:
        if needs <= set(by_name):
            roles = {role: by_name[name] for role, name in layout.roles.items() if name in by_name}
            return Layout({**roles, **given}, layout.name)
    by_words = {plain_heading(one): one for one in reversed(headings)}
    roles = dict(given)
    for role, words in WORDS.items():
        free = {word: one for word, one in by_words.items() if one not in roles.values()}
        if role not in roles and (found := next((word for word in words if word in free), "")):
            roles[role] = free[found]
    return Layout(roles)
