"""What the columns of a stranger's table hold, guessed by their headings, and known layouts.

ACLED and UCDP GED are known by their columns (ACLED Codebook, 2023; UCDP GED Codebook 24.1).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from anyascii import anyascii

WORDS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "headline", "what", "what happened", "event", "name", "incident", "ereignis",
              "titel", "evenement", "titre", "evento", "suceso", "acontecimiento", "titulo",
              "titolo", "rwydd"),
    "day": ("date", "day", "starts", "start", "start date", "date start", "when", "begin",
            "event date", "from", "timestamp", "tarikh", "datum", "jour", "fecha", "giorno",
            "trykh", "beginn", "von", "debut", "inicio", "desde"),
    "year": ("year", "jahr", "annee", "ano", "anno", "sl"),
    "month": ("month", "monat", "mois", "mes", "mese", "mh"),
    "end": ("ends", "end", "end date", "date end", "to", "until", "ende", "bis", "fin",
            "date de fin", "hasta"),
    "hour": ("time", "hour", "clock", "uhrzeit", "heure", "hora", "ora", "s t", "saat"),
    "place": ("place", "location", "where", "city", "place name", "placename", "locality",
              "site", "address", "ort", "lieu", "endroit", "lugar", "luogo", "mkn", "mhl"),
    "lat": ("lat", "latitude", "y", "lat wgs84", "breite", "breitengrad", "latitud", "latitudine"),
    "lon": ("lon", "long", "lng", "longitude", "x", "lon wgs84", "lange", "laenge", "langengrad",
            "laengengrad", "longitud", "longitudine"),
    "point": ("coordinates", "coordinate", "coords", "lat lon", "lat long", "lat lng", "latlon",
              "latlong", "koordinaten", "coordonnees", "coordenadas", "coordinate geografiche"),
    "by": ("side", "who", "actor", "by", "force", "unit", "party", "actor1", "side a", "group",
           "partei", "seite", "einheit", "verband", "unite", "acteur", "bando", "unidad",
           "nyrw"),
    "against": ("against", "target", "actor2", "side b", "opponent"),
    "kind": ("kind", "type", "event type", "category", "art", "typ", "kategorie",
             "categorie", "tipo"),
    "text": ("text", "summary", "description", "notes", "note", "details", "comment", "desc",
             "beschreibung", "bemerkung", "bemerkungen", "anmerkung", "resume", "remarques",
             "descripcion", "notas", "descrizione", "shrh"),
    "source": ("source", "sources", "reference", "citation", "source name", "quelle",
               "quellen", "fuente", "fonte", "mnb"),
    "id": ("id", "event id", "uid", "nr", "no"),
}  # fmt: skip
"""For each role the headings that mean it, the likeliest first, in Latin letters: English, German,
French, Spanish, Italian and Persian. `point` is a latitude and a longitude in one cell."""


DAY_NUMBERS = ("day", "tag", "jour", "dia", "giorno", "rwz")
"""The headings of a day's number beside a column of months and one of years."""


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
    return Layout(_with_whole_day(roles, by_words, given))


def _with_whole_day(
    roles: dict[str, str], by_words: Mapping[str, str], given: Mapping[str, str]
) -> dict[str, str]:
    """The roles with a day in three columns, or with one that says all of it and not its year."""
    has_date = "day" in given or plain_heading(roles.get("day", "day")) not in DAY_NUMBERS
    if has_date or not {"year", "month"} <= set(roles):
        return {role: one for role, one in roles.items() if role not in ("year", "month")}
    number = next((by_words[word] for word in DAY_NUMBERS if word in by_words), "")
    return {**roles, "day": number} if number else roles
