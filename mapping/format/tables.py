"""The tables of a campaign folder, format 1. Each class is one CSV file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from mapping.format import schema
from mapping.format.dates import Moment
from mapping.format.gregorian import Day
from mapping.format.kinds import ECHELONS, FORCE_KINDS, PLACE_KINDS, SOURCE_KINDS, claim_words
from mapping.format.schema import Record

Certainty = Literal["certain", "less-certain", "uncertain"]
View = tuple[float, float, float, float]
Stance = Literal["supports", "disputes", "inferred"]
CLAIM_TABLES = (
    "movements", "waypoints", "events", "control", "areas", "days", "places", "forces", "figures",
    "series",
)  # fmt: skip
MEDIA_KINDS = ("photo", "map", "document", "video", "sound")
PICTURE_ENDINGS = ("jpg", "jpeg", "png", "webp", "gif", "tif", "tiff")
ANNOTATION_ENDINGS = ("json",)
CERTAINTIES = ("certain", "less-certain", "uncertain")
CERTAINTY = "how sure the claim is, in the words of Linked Places"
ACCOUNTS = "which accounts tell this; empty: every account"


@dataclass(frozen=True, kw_only=True, slots=True)
class Source(Record):
    """Where something is said."""

    table: ClassVar[str] = "sources"
    key: ClassVar[str] = "source_id"
    source_id: str = schema.identifier("what evidence calls this source")
    kind: str = schema.kind("what it is", *SOURCE_KINDS)
    title: str = schema.name("its title", required=True)
    author: str = schema.name("who wrote it")
    publisher: str = schema.name("who published it")
    published: str = schema.name("when, as the source gives it")
    url: str = schema.link("where it can be read")
    accessed: str = schema.name("when it was read")
    standpoint: str = schema.name("whose it is, in a few neutral words")
    seen: str = schema.choice("how much of it was seen", "whole", "part", "quoted elsewhere")
    note: str = schema.text("what else to know")


@dataclass(frozen=True, kw_only=True, slots=True)
class Place(Record):
    """A place, drawn where it has coordinates and only listed where it has none."""

    table: ClassVar[str] = "places"
    key: ClassVar[str] = "place_id"
    place_id: str = schema.identifier("what other tables call this place")
    name: str = schema.name("the name on the map", required=True)
    other_names: tuple[str, ...] = schema.names("other spellings, for the gazetteer")
    native_name: str = schema.name("the name in its own script")
    kind: str = schema.kind("what it is", *PLACE_KINDS)
    lat: float | None = schema.number("latitude, WGS 84; empty: listed, never drawn", -90, 90)
    lon: float | None = schema.number("longitude, WGS 84", -180, 180)
    radius_km: float | None = schema.number(
        "how far off the point may be; with coordinates", 0, 20_000
    )
    extent_km: float | None = schema.number("the radius of its real size, for regions", 0, 20_000)
    axis: tuple[tuple[float, float], ...] = schema.axis(
        "along what its name is written, for a range, a river, a valley"
    )
    certainty: Certainty = schema.choice(CERTAINTY, *CERTAINTIES, required=True)
    found_by: str = schema.name("who gave the coordinates: a source_id or words", required=True)
    found_id: str = schema.name("the id there, for example geonames:119586")
    note: str = schema.text("what else to know")

    @property
    def point(self) -> tuple[float, float] | None:
        """(lat, lon), or None for a place that is only listed."""
        return None if self.lat is None or self.lon is None else (self.lat, self.lon)


@dataclass(frozen=True, kw_only=True, slots=True)
class Force(Record):
    """Somebody who acts: a column, an army, a government, residents."""

    table: ClassVar[str] = "forces"
    key: ClassVar[str] = "force_id"
    force_id: str = schema.identifier("what other tables call this force")
    side_id: str = schema.reference("sides", "whose it is", required=True)
    name: str = schema.name("its full name", required=True)
    short_name: str = schema.name("the name beside its symbol")
    kind: str = schema.kind("what it is", *FORCE_KINDS)
    part_of: str = schema.reference("forces", "its usual parent; moves nothing")
    echelon: str = schema.name(f"its size in the field's words: {', '.join(ECHELONS)}")
    sidc: str = schema.symbol("its APP-6 symbol code, 15, 20 or 30 characters")
    strength: str = schema.name("its strength in words, with who says so")
    on_map: str = schema.choice(
        "no: an actor that stands nowhere (a government, an air force), shown by its events only",
        "yes", "no",
    )  # fmt: skip
    note: str = schema.text("what else to know")

    @property
    def label(self) -> str:
        """The name beside its symbol."""
        return self.short_name or self.name


@dataclass(frozen=True, kw_only=True, slots=True)
class Movement(Record):
    """A force going from place to place, or taking up one place and staying there."""

    table: ClassVar[str] = "movements"
    key: ClassVar[str] = "movement_id"
    movement_id: str = schema.identifier("what waypoints and evidence call this movement")
    force_id: str = schema.reference("forces", "who moves", required=True)
    kind: str = schema.kind("what it is", *claim_words("movements"))
    mode: str = schema.choice(
        "whether it took place; planned and alleged ones are drawn as such and set no position",
        "actual", "planned", "alleged", required=True,
    )  # fmt: skip
    departs: Moment = schema.moment("when the first of them leave", required=True)
    arrives: Moment = schema.moment("when the last of them come", required=True)
    stays_until: Moment | None = schema.moment(
        "until when it is said to stay where it came; empty: from the next day on last known there"
    )
    trail: str = schema.choice(
        "fade (usual): older days grow faint; all: the line stays", "fade", "all"
    )
    account_ids: tuple[str, ...] = schema.references("accounts", ACCOUNTS)
    certainty: Certainty = schema.choice(CERTAINTY, *CERTAINTIES, required=True)
    title: str = schema.name("one line in neutral words", required=True)
    summary: str = schema.text("what is claimed, in neutral words")


@dataclass(frozen=True, kw_only=True, slots=True)
class Waypoint(Record):
    """A point on the way of a movement; the first is where it begins."""

    table: ClassVar[str] = "waypoints"
    key: ClassVar[str] = "movement_id"
    groups: ClassVar[tuple[str, ...] | None] = ("movement_id",)
    movement_id: str = schema.reference("movements", "the movement it belongs to", required=True)
    order: int = schema.order("1, 2, 3 along the way")
    place_id: str = schema.reference("places", "where; or lat and lon")
    lat: float | None = schema.number("latitude, where there is no place", -90, 90)
    lon: float | None = schema.number("longitude, where there is no place", -180, 180)
    at: Moment | None = schema.moment(
        "the moment there, if known; with a bare day the force may be anywhere around it that day"
    )
    strength: float | None = schema.number("how many there, for the width of the line", 0, 1e9)
    basis: str = schema.choice(
        "how the line from the point before is known: mapped (a surveyed road), terrain "
        "(computed over the ground), schematic (straight)",
        "mapped", "terrain", "schematic",
    )  # fmt: skip
    route_id: str = schema.name("the line in routes.geojson that this stretch follows")
    note: str = schema.text("what else to know")

    @property
    def row_id(self) -> str:
        """Evidence calls a waypoint by movement and order."""
        return f"{self.movement_id}/{self.order}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Event(Record):
    """Something that happened, or is said to have happened."""

    table: ClassVar[str] = "events"
    key: ClassVar[str] = "event_id"
    event_id: str = schema.identifier("what evidence calls this event")
    kind: str = schema.kind("what it is", *claim_words("events"))
    starts: Moment = schema.moment("when it began", required=True)
    ends: Moment | None = schema.moment("when it ended; empty: one moment")
    place_ids: tuple[str, ...] = schema.references(
        "places", "where; empty: at the force, or listed"
    )
    by_force_ids: tuple[str, ...] = schema.references("forces", "who did it")
    against_force_ids: tuple[str, ...] = schema.references("forces", "whom it met")
    into_force_id: str = schema.reference("forces", "for a merger: the force that they join")
    account_ids: tuple[str, ...] = schema.references("accounts", ACCOUNTS)
    certainty: Certainty = schema.choice(CERTAINTY, *CERTAINTIES, required=True)
    title: str = schema.name("one line in neutral words", required=True)
    summary: str = schema.text("what is claimed, in neutral words")


@dataclass(frozen=True, kw_only=True, slots=True)
class Control(Record):
    """Who held a place, and from when."""

    table: ClassVar[str] = "control"
    key: ClassVar[str] = "control_id"
    control_id: str = schema.identifier("what evidence calls this row")
    place_id: str = schema.reference("places", "the place that was held", required=True)
    side_id: str = schema.reference("sides", "who held it; empty: nobody")
    starts: Moment = schema.moment("from when", required=True)
    ends: Moment | None = schema.moment("until when; empty: until this place's next row")
    account_ids: tuple[str, ...] = schema.references("accounts", ACCOUNTS)
    certainty: Certainty = schema.choice(CERTAINTY, *CERTAINTIES, required=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Area(Record):
    """A front, an area or what surrounds it; how it ran, day by day, stands in areas.geojson."""

    table: ClassVar[str] = "areas"
    key: ClassVar[str] = "area_id"
    area_id: str = schema.identifier("what areas.geojson and evidence call this area")
    kind: str = schema.kind("what it is", *claim_words("areas"))
    side_id: str = schema.reference(
        "sides", "whose it is, or who surrounds; its enemy is beyond the line; empty: nobody's"
    )
    starts: Moment = schema.moment("from when it was", required=True)
    ends: Moment | None = schema.moment("until when; empty: to the last day")
    account_ids: tuple[str, ...] = schema.references("accounts", ACCOUNTS)
    certainty: Certainty = schema.choice(CERTAINTY, *CERTAINTIES, required=True)
    radius_km: float | None = schema.number(
        "how far off its line may be, either way: the width of its soft edge", 0, 1_000
    )
    title: str = schema.name("one line in neutral words", required=True)
    summary: str = schema.text("what is claimed, in neutral words")


@dataclass(frozen=True, kw_only=True, slots=True)
class DayText(Record):
    """What an account tells of one day."""

    table: ClassVar[str] = "days"
    key: ClassVar[str] = "day"
    groups: ClassVar[tuple[str, ...] | None] = ()
    day: Day = schema.day("the day", required=True)
    account_id: str = schema.reference("accounts", "whose telling; empty: every account")
    headline: str = schema.name("the day in one line", required=True)
    caption: str = schema.name("the day in at most three words, for the time bar")
    text: str = schema.text("the day in two or three sentences")
    view: View | None = schema.view("what to look at that day: south;west;north;east")

    @property
    def unique_id(self) -> str:
        """An account has one text for a day."""
        return f"{self.day} {self.account_id}".strip()


@dataclass(frozen=True, kw_only=True, slots=True)
class Step(Record):
    """One step of the story: the day to stand at, where to look, and what to see there."""

    table: ClassVar[str] = "steps"
    key: ClassVar[str] = "order"
    groups: ClassVar[tuple[str, ...] | None] = ()
    order: int = schema.order("1, 2, 3 through the story")
    day: Day = schema.day("the day that the map shows", required=True)
    account_id: str = schema.reference("accounts", "whose telling; empty: the usual one")
    compare_id: str = schema.reference("accounts", "a second telling beside it")
    headline: str = schema.name("the step in one line", required=True)
    text: str = schema.text("what is to be seen, in at most 45 words")
    view: View | None = schema.view("what to look at: south;west;north;east; empty: the day's")
    row_ids: tuple[str, ...] = schema.names(
        "the rows that matter, as table/id: events/the-crossing; the others rest"
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Media(Record):
    """A picture or a document that belongs to a claim or a step: a file in media/, or a link."""

    table: ClassVar[str] = "media"
    key: ClassVar[str] = "media_id"
    media_id: str = schema.identifier("its own name")
    row_ids: tuple[str, ...] = schema.names(
        "what it belongs to, as table/id: events/the-crossing; steps/3 is a step by its order"
    )
    kind: str = schema.choice("what it is", *MEDIA_KINDS, required=True)
    file: str = schema.file_name("a picture of it inside the folder media", *PICTURE_ENDINGS)
    url: str = schema.link("where it is; a video or a sound is a link, never a file")
    title: str = schema.name("what it is called", required=True)
    credit: str = schema.name("who made it, and who keeps it", required=True)
    licence: str = schema.name("under what terms it may be shown", required=True)
    day: Day | None = schema.day("the day it is of, if known")
    source_id: str = schema.reference("sources", "where it comes from")
    alt: str = schema.name("what is to be seen, for who cannot see it", required=True)
    sensitive: str = schema.choice("yes: blurred until somebody presses it", "yes", "no")


@dataclass(frozen=True, kw_only=True, slots=True)
class OldMap(Record):
    """An old or scanned map that is laid on the ground: a picture in media/, and where it lies."""

    table: ClassVar[str] = "maps"
    key: ClassVar[str] = "map_id"
    map_id: str = schema.identifier("its own name")
    title: str = schema.name("what it is called", required=True)
    file: str = schema.file_name(
        "the picture of it inside the folder media", *PICTURE_ENDINGS, required=True
    )
    corners: tuple[tuple[float, float], ...] = schema.corners(
        "where the picture's corners lie, from the upper left one clockwise"
    )
    points: tuple[tuple[float, float, float, float], ...] = schema.control_points(
        "control points: pixels from the upper left corner, and where on the ground they are"
    )
    annotation: str = schema.file_name(
        "an IIIF Georeference Annotation inside the folder media, which has the control points",
        *ANNOTATION_ENDINGS,
    )
    fit: str = schema.choice(
        "how the picture is laid on its points: affine (usual: moved, turned, slanted) or "
        "projective (in perspective, too; 4 points or more)", "affine", "projective",
    )  # fmt: skip
    mask: tuple[tuple[float, float], ...] = schema.mask(
        "the part that is map, without its margin; empty: the annotation's, else all of it"
    )
    published: str = schema.name("when it was made or published, as it says itself")
    credit: str = schema.name("who made it, and who keeps it", required=True)
    licence: str = schema.name("under what terms it may be shown", required=True)
    source_id: str = schema.reference("sources", "where it comes from")
    alt: str = schema.name("what is to be seen, for who cannot see it", required=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Question(Record):
    """What the accounts disagree about."""

    table: ClassVar[str] = "questions"
    key: ClassVar[str] = "question_id"
    question_id: str = schema.identifier("what answers call this question")
    title: str = schema.name("the question", required=True)
    text: str = schema.text("what is at stake, in neutral words")


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer(Record):
    """What one account or source answers to a question."""

    table: ClassVar[str] = "answers"
    key: ClassVar[str] = "answer_id"
    answer_id: str = schema.identifier("the answer's own name")
    question_id: str = schema.reference("questions", "the question", required=True)
    account_id: str = schema.reference("accounts", "the account that answers")
    source_id: str = schema.reference("sources", "the source that answers")
    answer: str = schema.name("the answer in one line", required=True)
    claim_table: str = schema.choice(
        "the table of the row that draws it", *CLAIM_TABLES, heading="table"
    )
    claim_id: str = schema.name("the id of the row that draws it", heading="row_id")
    note: str = schema.text("what else to know")


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure(Record):
    """A number that a source gives; numbers of one topic and thing counted are compared."""

    table: ClassVar[str] = "figures"
    key: ClassVar[str] = "figure_id"
    figure_id: str = schema.identifier("the figure's own name")
    topic: str = schema.name("what it is about", required=True)
    label: str = schema.name("the figure as the source puts it", required=True)
    counted: str = schema.name(
        "what is counted: killed, killed or injured, people, km", required=True
    )
    low: float = schema.number(
        "the figure, or the lower end of its range", -1e12, 1e12, required=True
    )
    high: float | None = schema.number("the upper end of its range", -1e12, 1e12)
    bound: str = schema.choice("how it is meant; empty: exact", "exact", "over", "under", "about")
    unit: str = schema.name("the unit", required=True)
    source_id: str = schema.reference("sources", "who gives it", required=True)
    note: str = schema.text("what else to know")


@dataclass(frozen=True, kw_only=True, slots=True)
class Series(Record):
    """One value of a quantity along the time bar."""

    table: ClassVar[str] = "series"
    key: ClassVar[str] = "series_id"
    groups: ClassVar[tuple[str, ...] | None] = ()
    series_id: str = schema.identifier("which quantity; the rows of one series share it")
    order: int = schema.order("1, 2, 3 along the series")
    label: str = schema.name("the quantity's name", required=True)
    day: Day | None = schema.day("the day of this value, if known")
    place_id: str = schema.reference("places", "where it was measured")
    value: float = schema.number("the value", -1e12, 1e12, required=True)
    unit: str = schema.name("its unit", required=True)
    also: str = schema.name("the same value in another unit, in words: -11 °C")
    source_id: str = schema.reference("sources", "who gives it", required=True)

    @property
    def row_id(self) -> str:
        """A value is called by series and order."""
        return f"{self.series_id}/{self.order}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence(Record):
    """Who says so, and where: one passage for one row, or for one field of it."""

    table: ClassVar[str] = "evidence"
    key: ClassVar[str] = "claim_id"
    groups: ClassVar[tuple[str, ...] | None] = ("claim_table", "claim_id")
    claim_table: str = schema.choice(
        "the table of the row", *CLAIM_TABLES, required=True, heading="table"
    )  # fmt: skip
    claim_id: str = schema.name(
        "the row's id; movement_id/order for a waypoint, the day for a day", True, heading="row_id"
    )
    field: str = schema.name("the column it is about; empty: the whole row")
    source_id: str = schema.reference("sources", "who says so", required=True)
    locator: str = schema.name("where in the source: section and paragraph, or page")
    words: str = schema.name("a phrase found verbatim in the source, at most ten words")
    stance: Stance = schema.choice(
        "supports; disputes; or inferred: not said, but follows, and the note says how",
        "supports", "disputes", "inferred", required=True,
    )  # fmt: skip
    note: str = schema.text("what else to know")

    @property
    def unique_id(self) -> str:
        """One row may rest on many passages."""
        return ""


SAYING = (
    "campaign", "sides", "accounts", "sources", "places", "forces", "movements", "waypoints",
    "events", "areas", "days", "steps", "media", "maps", "questions", "answers", "figures",
    "series",
)  # fmt: skip
"""What has texts that may stand in another language: parts of campaign.toml, and tables."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Text(Record):
    """A text of the campaign in another language; what is not here stays in its author's."""

    table: ClassVar[str] = "texts"
    key: ClassVar[str] = "said_id"
    groups: ClassVar[tuple[str, ...] | None] = ()
    said_table: str = schema.choice(
        "the table of the row; campaign, sides and accounts stand in campaign.toml",
        *SAYING, required=True, heading="table",
    )  # fmt: skip
    said_id: str = schema.name(
        "the row's id; movement/order for a waypoint, series/order for a value, day/account for a "
        "day, the order of a step, the id of the campaign, a side or an account",
        True, heading="row_id",
    )  # fmt: skip
    field: str = schema.name("the column or key whose text it is", required=True)
    language: str = schema.language("in what language, by its tag: en, fa, pt-BR")
    text: str = schema.text(
        "the text; rows of the table in which the author's is the same get it, too", required=True
    )

    @property
    def unique_id(self) -> str:
        """A text is given once in a language."""
        return f"{self.said_table}/{self.said_id} {self.field} {self.language}"


TABLES: dict[str, type[Record]] = {
    record.table: record
    for record in (
        Source, Place, Force, Movement, Waypoint, Event, Control, Area, DayText,
        Step, Media, OldMap, Question, Answer, Figure, Series, Evidence, Text,
    )
}  # fmt: skip
"""Every table by the name of its file, in the order in which they are written."""

SAID_BY_DEFAULT = ("movements", "events", "control", "areas")
"""Tables whose rows need a passage, and have that of the `default_source` where none is given."""
BESIDE_TABLES = ("mentions", "coverage")
"""Files of a drafted campaign that say of its text what was read in it; no claims."""
