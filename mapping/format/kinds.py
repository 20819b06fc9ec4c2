"""Every kind of claim, place, force and source, each declared once, with all that it does.

A kind is one entry here and its words in `mapping/words/strings.csv`, under the key that its class
makes of its id: `kind.siege`. The tables' columns, the symbols, what ends a force, the speeds,
the checks and what is sent to the player read these entries; nothing else lists kinds.

Pictograms are SVG paths in a box of 24 by 24, drawn with a line 2 wide and round ends; a path that
begins with `!` is filled instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal, TypeVar

PLAIN = "!M12 8a4 4 0 1 0 0 8a4 4 0 1 0 0-8z"
"""What a kind is drawn with that has no drawing of its own."""

ON_FOOT_KM_DAY = 70.0
"""The longest forced marches: the Light Division's to Talavera in 1809 was about 68 km in a day."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A word of an open list: authors may write others, which do nothing of their own."""

    group: ClassVar[str] = ""
    """Under which its words stand in the table of words."""
    id: str
    pictogram: str = ""
    known_as: tuple[str, ...] = field(default=(), kw_only=True)
    """Other words for it, by which a check finds what may be meant."""

    @property
    def word_key(self) -> str:
        """The key of its words."""
        return f"{self.group}.{self.id}"


@dataclass(frozen=True, slots=True)
class ClaimKind(Kind):
    """What is claimed: an event, a movement, who holds a place, or an area with its edge."""

    group: ClassVar[str] = "kind"
    tables: tuple[str, ...] = ("events",)
    """The tables whose rows may be of this kind."""
    ends: Literal["", "by", "against"] = ""
    """Which forces it ends: those that do it, or those it is directed against."""
    joins: bool = False
    """Whether the forces that it ends join another one."""
    places_forces: bool = True
    """Whether its forces are where it is; a statement only tells of them."""
    is_alleged: bool = False
    """Whether its words must say who alleges it."""
    leads_back: bool = False
    """Whether its line is drawn as the way back."""
    faces: bool = False
    """Whether those who do it hold a place against an enemy, so that an arc faces him."""
    fastest_km_h: float = 0.0
    """How fast it goes whatever the force: through the air."""
    inside: Literal["", "own", "enemy"] = ""
    """Who is within such an area: those whose it is, or their enemies, whom it surrounds."""
    has_teeth: bool = False
    """Whether its line has teeth towards the enemy."""


MOVEMENTS = ("movements",)
EVENTS_AND_MOVEMENTS = ("events", "movements")
AREAS = ("areas",)
EVENTS_AND_AREAS = ("events", "areas")


@dataclass(frozen=True, slots=True)
class PlaceKind(Kind):
    """What a place is. Without a pictogram it is a dot, or nothing at all where it is wide."""

    group: ClassVar[str] = "place"
    may_be_settled: bool = False
    """Whether people may live there, so that a gazetteer of towns knows it."""
    is_wide: bool = False
    """Whether it is drawn as an area, on the days on which something happens there."""
    is_label: bool = False
    """Whether it serves as a name on the map, to which nothing needs to happen."""
    names_way: bool = False
    """Whether a height profile names it where the way comes near without calling there."""
    lettering: Literal["land", "relief", "water"] = "land"
    """How its name is written along its axis."""
    weight: int = 2
    """Which name stays where a height profile has no room for all: the heavier one."""

    @property
    def is_any(self) -> bool:
        """Whether it says nothing: it may be a hamlet or a region."""
        return self.is_wide and self.may_be_settled


@dataclass(frozen=True, slots=True)
class ForceKind(Kind):
    """What a force is.

    Top speeds and not rates of march, so that only the impossible is reported. A mechanised column
    is as fast as its tracked carriers (M113 about 64 km/h, T-72 60 km/h on roads), armour as the
    fastest battle tanks (about 70 km/h); infantry may ride lorries, an army or a population trains;
    cavalry changes no horses and canters at best; the helicopter record is 400.87 km/h (Westland
    Lynx, 1986); jets reach twice the speed of sound; leaders and governments may fly.
    """

    group: ClassVar[str] = "force-kind"
    fastest_km_h: float | None = None
    """What no force of the kind can exceed from place to place; None: nothing is known of it."""
    before_engines_km_day: float = ON_FOOT_KM_DAY
    """What feet or horses, and relays of them, keep up for a whole day."""
    is_at_sea: bool = False
    leads: bool = False
    """Whether it is a headquarters: whoever names a leader may mean those that he leads."""
    app6: tuple[str, str] = ("10", "000000")
    """Symbol set and entity of MIL-STD-2525D and APP-6(D); usually an unspecified land unit."""


@dataclass(frozen=True, slots=True)
class SourceKind(Kind):
    """What a source is."""

    group: ClassVar[str] = "source"


AnyKind = TypeVar("AnyKind", bound=Kind)


def _by_id(*kinds: AnyKind) -> dict[str, AnyKind]:
    by_id = {kind.id: kind for kind in kinds}
    if len(by_id) < len(kinds):
        raise ValueError("a kind is declared twice")
    return by_id


CLAIM_KINDS = _by_id(
    ClaimKind(
        "chemical attack", "M9 3h6M10 3v6L5 18a2 2 0 0 0 2 3h10a2 2 0 0 0 2-3L14 9V3M7.5 15h9"
    ),
    ClaimKind(
        "air strike", "M12 2v9M12 6l9 6v2l-9-3-9 3v-2l9-6M12 11v7M8 21l4-3 4 3",
        tables=EVENTS_AND_MOVEMENTS, fastest_km_h=2_500.0,
        known_as=("bombing", "air raid", "sortie"),
    ),
    ClaimKind(
        "shelling", "M12 3v4M12 17v4M3 12h4M17 12h4M5.6 5.6l2.9 2.9M15.5 15.5l2.9 2.9"
        "M18.4 5.6l-2.9 2.9M8.5 15.5l-2.9 2.9",
        known_as=("bombardment", "barrage", "cannonade"),
    ),
    ClaimKind("battle", "M4 4l12 12M20 4L8 16M13 19l5-5M11 19l-5-5M4 20l3-3M20 20l-3-3",
              known_as=("fight", "fighting", "combat", "engagement", "assault", "attack")),
    ClaimKind(
        "skirmish",
        "M2 12h7M6 8.5L9.5 12 6 15.5M22 12h-7M18 8.5L14.5 12l3.5 3.5M12 4v3M12 17v3",
    ),
    ClaimKind("ambush", "M14 3q9 9 0 18M18 12H3M7 8l-4 4 4 4"),
    ClaimKind("siege", "M12 2.5a9.5 9.5 0 1 0 0 19a9.5 9.5 0 1 0 0-19zM8 16V8l2 2 2-2 2 2 2-2v8z"),
    ClaimKind("counter-offensive", "M20 5H9a5 5 0 0 0 0 10h9M14 10l5 5-5 5"),
    ClaimKind("crossing", "M12 3v4M12 10v4M12 17v4M3 12h6M15 12h6M17 8l4 4-4 4"),
    ClaimKind("occupation", "M6 21V3M6 4h12l-3 4 3 4H6"),
    ClaimKind("recapture", "M9 21V8M9 9h10l-3 3.5 3 3.5H9M4 7a7 7 0 0 1 11-3M4 2v5h5"),
    ClaimKind("block", "M12 21v-9M4 12h16M4 7v10M20 7v10", faces=True),
    ClaimKind(
        "encirclement", "M8 4.5a8.5 8.5 0 1 0 8 0M8 4.5L5 3M8 4.5L7 8M16 4.5L19 3M16 4.5L17 8",
        tables=EVENTS_AND_AREAS, faces=True, inside="enemy", has_teeth=True,
    ),
    ClaimKind("diversion", "M4 12h6l8-7M10 12l8 7M13 5h5v5M18 14v5h-5"),
    ClaimKind(
        "landing", "M12 3v11M7 10l5 5 5-5M4 20h16",
        tables=EVENTS_AND_MOVEMENTS, fastest_km_h=400.0,
    ),
    ClaimKind(
        "reconnaissance",
        "M2 12q10-13 20 0q-10 13-20 0zM12 9.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5z",
    ),
    ClaimKind("resistance", "M12 3l8 3v6q0 6-8 9q-8-3-8-9V6z", faces=True),
    ClaimKind("evacuation", "M11 4H4v16h7M10 12h11M16 7l5 5-5 5"),
    ClaimKind(
        "deployment", "M3 6h18v12H3zM3 6l18 12M21 6L3 18", tables=EVENTS_AND_MOVEMENTS
    ),
    ClaimKind("mutiny", "M13 3L6 13h6l-1 8 8-11h-6z"),
    ClaimKind("destruction", "M5 5l14 14M19 5L5 19", ends="against"),
    ClaimKind(
        "dispersal", "M12 9V3M12 15v6M9 12H3M15 12h6M9 5l3-3 3 3M9 19l3 3 3-3"
        "M5 9l-3 3 3 3M19 9l3 3-3 3",
        ends="by",
    ),
    ClaimKind("surrender", "M7 21V3M7 4h11v9H7", ends="by"),
    ClaimKind("departure", "M4 12h15M13 6l6 6-6 6M4 6v12", ends="by"),
    ClaimKind(
        "merger", "M3 4q1 8 9 8M3 20q1-8 9-8M12 12h9M17 8l4 4-4 4", ends="by", joins=True
    ),
    ClaimKind("council", "M3 13h18M7 13v7M17 13v7M6 4.5a2 2 0 1 0 0 4a2 2 0 1 0 0-4z"
              "M12 4.5a2 2 0 1 0 0 4a2 2 0 1 0 0-4zM18 4.5a2 2 0 1 0 0 4a2 2 0 1 0 0-4z"),
    ClaimKind("treaty", "M5 3h14v18H5zM9 8h6M9 12h6M8.5 17q1.8-2.5 3.5 0t3.5-.5"),
    ClaimKind("announcement", "M4 10v4h4l9 5V5L8 10zM20 9v6", places_forces=False),
    ClaimKind("speech", "M4 4h16v12h-9l-5 5v-5H4z"),
    ClaimKind(
        "atrocity allegation", "M12 3l10 18H2zM12 10v5M12 18v.2",
        places_forces=False, is_alleged=True,
    ),
    ClaimKind("political", "M3 9l9-5 9 5zM6 10v7M12 10v7M18 10v7M3 20h18"),
    ClaimKind("other", PLAIN, tables=EVENTS_AND_AREAS),
    ClaimKind(
        "advance", "M12 21V4M6 10l6-6 6 6", tables=MOVEMENTS, known_as=("attack", "pursuit")
    ),
    ClaimKind(
        "march", "M4 5l7 7-7 7M12 5l7 7-7 7", tables=MOVEMENTS, known_as=("move", "transfer")
    ),
    ClaimKind(
        "withdrawal", "M6 21V9a5.5 5.5 0 0 1 11 0v10M13 15l4 4 4-4",
        tables=MOVEMENTS, leads_back=True, known_as=("retreat", "pullback", "flight", "rout"),
    ),
    ClaimKind("reinforcement", "M12 4v16M4 12h16", tables=MOVEMENTS),
    ClaimKind("raid", "M3 8h15M14 4l4 4-4 4M21 16H8M12 12.5L8 16l4 4", tables=MOVEMENTS),
    ClaimKind("patrol", "M4.5 9a8 8 0 1 1-.3 5M4 3.5V9h5.5", tables=MOVEMENTS),
    ClaimKind("control", "M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16z", tables=("control",)),
    ClaimKind(
        "held", "M5 8l7-4 7 3-1 9-8 4-6-5zM8 10l8 5M7 13l6 4", tables=AREAS,
        inside="own",
    ),
    ClaimKind(
        "front line", "M2 16q5-5 10-2t10-4M6 13.5V8M11.5 13.5V8M17 12.5V7", tables=AREAS,
        has_teeth=True,
    ),
    ClaimKind("zone", "M4 6h16v12H4zM4 12l6-6M6 18L18 6M14 18l6-6", tables=AREAS),
    ClaimKind(
        "objective", "M12 4a8 6.5 0 1 0 0 16a8 6.5 0 1 0 0-16zM12 9v6M9 12h6", tables=AREAS
    ),
    ClaimKind(
        "minefield", "M3 6h18v12H3zM8 10.5v3M6.5 12h3M16 10.5v3M14.5 12h3", tables=AREAS
    ),
    ClaimKind("flooded", "M3 8q3-3 6 0t6 0 6 0M3 13q3-3 6 0t6 0 6 0M3 18q3-3 6 0t6 0 6 0",
              tables=AREAS),
)  # fmt: skip
"""Events, movements, holdings and areas by their ids; some kinds are of several of them."""
UNKNOWN_CLAIM = ClaimKind("", PLAIN)

PLACE_KINDS = _by_id(
    PlaceKind("town", may_be_settled=True, names_way=True, weight=3),
    PlaceKind("village", may_be_settled=True),
    PlaceKind("city", may_be_settled=True, names_way=True, weight=3),
    PlaceKind(
        "pass",
        "M7 4q5 8 0 16M17 4q-5 8 0 16",
        names_way=True,
        weight=4,
        known_as=("gorge", "defile", "saddle"),
    ),
    PlaceKind("mountain", "M2 19L9 5l4 7 2-3 7 10z", weight=3, known_as=("peak", "ridge")),
    PlaceKind("hill", "M3 18l9-11 9 11z"),
    PlaceKind("range", "M1 19l6-11 4 6 4-9 8 14z", is_label=True, lettering="relief"),
    PlaceKind("valley", "M2 6l7 12h6l7-12", is_label=True),
    PlaceKind("bridge", "M2 9h20M4 9v10M20 9v10M4 17q8-9 16 0", names_way=True, weight=3),
    PlaceKind(
        "fort",
        "M4 20V5h4v5h8V5h4v15z",
        names_way=True,
        weight=3,
        known_as=("castle", "fortress", "citadel", "redoubt"),
    ),
    PlaceKind("air base", "M12 3v18M12 8l9 6M12 8l-9 6M8 20h8"),
    PlaceKind("border crossing", "M4 12h16M8 7v10M16 7v10", names_way=True),
    PlaceKind("camp", "M3 19L12 5l9 14z", may_be_settled=True),
    PlaceKind("river", is_wide=True, is_label=True, lettering="water"),
    PlaceKind("region", is_wide=True, is_label=True),
    PlaceKind("sea", is_label=True, lettering="water"),
    PlaceKind("other", may_be_settled=True, is_wide=True, is_label=True),
)
UNKNOWN_PLACE = PlaceKind("", may_be_settled=True)

LAND_UNIT, CIVILIAN, SEA = "10", "11", "30"
FORCE_KINDS = _by_id(
    ForceKind(
        "mechanised column", "M3 14h18l-4-7H6zM7 16.5a2 2 0 1 0 0 4a2 2 0 1 0 0-4z"
        "M17 16.5a2 2 0 1 0 0 4a2 2 0 1 0 0-4z",
        fastest_km_h=60.0, app6=(LAND_UNIT, "121102"),
    ),
    ForceKind(
        "infantry", "M12 2.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5zM12 10v6M12 16l-4 6M12 16l4 6"
        "M6 11h12",
        fastest_km_h=100.0, app6=(LAND_UNIT, "121100"),
    ),
    ForceKind(
        "militia", "M12 22V3M6 3v3q0 5 6 5t6-5V3", fastest_km_h=100.0, app6=(LAND_UNIT, "121100")
    ),
    ForceKind(
        "armour", "M2 14h18l-3 5H5zM6 14V9h7v5M13 10.5h9",
        fastest_km_h=70.0, app6=(LAND_UNIT, "120500"),
        known_as=("armor", "tanks", "tank"),
    ),
    ForceKind(
        "artillery", "M6 12L20 4M9 11a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9zM13 17l8 3",
        fastest_km_h=90.0, app6=(LAND_UNIT, "130300"),
    ),
    ForceKind(
        "cavalry", "M4 20h4C3 13 4 4 12 4s9 9 4 16h4",
        fastest_km_h=25.0, before_engines_km_day=120.0, app6=(LAND_UNIT, "121300"),
    ),
    ForceKind(
        "army", "M3 5l7 7M10 5l-7 7M14 5l7 7M21 5l-7 7M3 18h18",
        fastest_km_h=120.0, app6=(LAND_UNIT, "121000"),
    ),
    ForceKind(
        "air force", "M12 2v19M12 7l9 6M12 7l-9 6M8 21l4-3 4 3",
        fastest_km_h=2_500.0, app6=(LAND_UNIT, "120800"),
    ),
    ForceKind(
        "aviation", "M3 4h16M11 4v4M16 13h6M22 10v5"
        "M16 13a5.5 5.5 0 1 0-5.5 5.5H13q3-1 3-5.5zM5 21.5h11",
        fastest_km_h=400.0, app6=(LAND_UNIT, "120600"),
    ),
    ForceKind(
        "navy", "M12 2.5a2 2 0 1 0 0 4a2 2 0 1 0 0-4zM12 7v14M8 11h8M4 14q1 7 8 7t8-7",
        fastest_km_h=100.0, is_at_sea=True, app6=(SEA, "120000"),
    ),
    ForceKind(
        "leadership", "M12 3l2.7 6 6.3.6-4.8 4.2 1.5 6.4-5.7-3.4-5.7 3.4 1.5-6.4L3 9.6 9.3 9z",
        fastest_km_h=1_000.0, before_engines_km_day=300.0, leads=True,
    ),
    ForceKind(
        "headquarters", "M5 21V3M5 4h15v10H5M9 9h7",
        fastest_km_h=1_000.0, before_engines_km_day=300.0, leads=True,
    ),
    ForceKind(
        "government", "M4 21h16M5 18v-5M12 18v-5M19 18v-5M3 13h18M5 13a7 7 0 0 1 14 0M12 6V2",
        fastest_km_h=1_000.0, before_engines_km_day=300.0, app6=(CIVILIAN, "110600"),
    ),
    ForceKind(
        "population", "M8 3.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5z"
        "M17 6.5a2 2 0 1 0 0 4a2 2 0 1 0 0-4z"
        "M2 20q0-8 6-8t6 8M17 14q5 0 5 6",
        fastest_km_h=120.0, app6=(CIVILIAN, "110000"),
    ),
    ForceKind("other", PLAIN),
)  # fmt: skip
UNKNOWN_FORCE = ForceKind("")

ECHELONS = {
    "team": "11", "squad": "12", "section": "13", "platoon": "14", "company": "15",
    "battalion": "16", "regiment": "17", "brigade": "18", "division": "21", "corps": "22",
    "army": "23", "army group": "24", "command": "26",
}  # fmt: skip
"""Sizes of forces, beside their kinds, with the codes of APP-6(D)."""

SOURCE_KINDS = _by_id(
    SourceKind("article"), SourceKind("book"), SourceKind("report"), SourceKind("press"),
    SourceKind("dataset"), SourceKind("map"), SourceKind("web"),
)  # fmt: skip


def drawings_of(kinds: Mapping[str, Kind]) -> dict[str, str]:
    """The pictograms of kinds by their ids, for those that have one."""
    return {kind.id: kind.pictogram for kind in kinds.values() if kind.pictogram}


def claim_words(table: str) -> tuple[str, ...]:
    """The kinds that the rows of a table of claims may be of."""
    return tuple(kind.id for kind in CLAIM_KINDS.values() if table in kind.tables)


def claim_kind(word: str) -> ClaimKind:
    """What a claim of that kind does; an unknown kind does nothing of its own."""
    return CLAIM_KINDS.get(word, UNKNOWN_CLAIM)


def place_kind(word: str) -> PlaceKind:
    """What a place of that kind does; an unknown kind is a dot."""
    return PLACE_KINDS.get(word, UNKNOWN_PLACE)


def force_kind(word: str) -> ForceKind:
    """What a force of that kind does; of an unknown kind nothing is known."""
    return FORCE_KINDS.get(word, UNKNOWN_FORCE)
