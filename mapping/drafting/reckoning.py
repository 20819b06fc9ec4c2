"""Positions of a text as places: where they are, counted from the places that the text names.

What is counted from a place without a point has none either, until somebody says where that is.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

from mapping.checks.evidence import MAX_PHRASE_WORDS
from mapping.drafting.lexicon import words_of
from mapping.drafting.named_places import NamedPlace, PlaceMention, Reckoned, free_id
from mapping.drafting.positions import Counted, Course, Written
from mapping.drafting.sentences import Sentence
from mapping.drafting.toponyms import OtherName
from mapping.drafting.world import CITY, COMPUTED, STATED, Candidate, size_of
from mapping.format.kinds import PLACE_KINDS, place_kind
from mapping.format.mending import slug_of
from mapping.gazetteer.natural import ISLAND
from mapping.geo.geodesy import Point

SENTENCES_BACK = 2
"""So far back "the island" is named."""
_ISLANDS = ("island", "isle", "atoll")
_LARGEST = {"village": CITY}
"""Nobody calls a larger one so, whatever it has grown to."""
_CALLED = re.compile(
    r"(?P<what>island|isle|atoll|town|village|city|port|harbour|harbor)\b(?!\s+(?:of\b|[A-Z]))"
)
"""What another place is called that was named before."""
_THE_CALLED = re.compile(rf"the\s+{_CALLED.pattern}$")
_VAGUE = rf"(?:(?:{'|'.join(map(re.escape, words_of('vague')))})\s+)?"
_NAMED_SO = re.compile(
    rf"\s*[,(]\s*(?:an?\s+(?:\w+\s+){{1,3}})?(?:(?:lying|situated)\s+)?{_VAGUE}", re.IGNORECASE
)
"""What stands between a name and the course that says where it is."""
_LIES = re.compile(rf"\s+(?:lies|lay|is|stands|stood)\s+{_VAGUE}", re.IGNORECASE)
_BESIDE = ("off", "outside", "near")
"""What is said behind "off Cape Finisterre" says where the deed was, and not the cape."""


class Positions:
    """The places of a text with those that it gives by coordinates or by a course from another.

    `mentions` are those of the positions alone, `bases` the offsets of names from which something
    is only counted.
    """

    def __init__(
        self, text: str, sentences: Sequence[Sentence], places: Mapping[str, NamedPlace],
        named: Sequence[PlaceMention], others: Sequence[OtherName],
    ) -> None:  # fmt: skip
        self.places = {**places}
        self.mentions: list[PlaceMention] = []
        self.bases: set[int] = set()
        self._text = text
        self._sentences = sentences
        self._starts = [one.start for one in sentences]
        self._named = named
        # By letter and number nobody calls a place: "nine B-17s".
        self._others = [
            one for one in others
            if one.kind != "ship" and not any(letter.isdigit() for letter in one.text)
        ]  # fmt: skip
        self._at = {one.start: one for one in named}
        self._ids: dict[object, str] = {}

    def add_written(self, written: Iterable[Written]) -> None:
        """Coordinates, each a place of its own."""
        for one in written:
            found = Candidate.of_position(
                STATED, self._text[one.start : one.end], one.point, one.radius_km
            )
            reckoned = Reckoned(one.start, one.end, self._words(one.start, one.end))
            self._add(one.point, reckoned, found, "")

    def add_counted(self, counted: Iterable[Counted]) -> None:
        """Courses: of a name before them that nobody can place, or places of their own."""
        lone = []
        for one in counted:
            if (base := self._base_of(one)) is None:
                continue
            place_id, end = base
            if named := self._named_so(one):
                self._say_where(named, one, place_id, end)
            else:
                words = self._words(one.start, end)
                lone.append(Reckoned(one.start, end, words, place_id, one.course))
        # A place may be counted from one that has its own point only by such a name.
        for reckoned in lone:
            name = self._called(reckoned, self._text[reckoned.start : reckoned.end])
            found, why = self._reckon(reckoned, name)
            self._add((reckoned.base, reckoned.course), reckoned, found, why)

    def _base_of(self, one: Counted) -> tuple[str, int] | None:
        """The id of the place that a course begins at, and where its words end."""
        for start in range(one.end, one.latest + 1):
            if base := self._at.get(start):
                self.bases.add(start)
                return base.place_id, base.end
        article = re.compile(r"the\s+").match(self._text, one.end)
        called = _CALLED.match(self._text, article.end()) if article else None
        if called and (place_id := self._called_before(one.start, called["what"])):
            return place_id, called.end()
        return None

    def _called_before(self, at: int, what: str) -> str:
        """The place named last before, if it and no other named shortly before may be called so.

        With any other name behind it, which may be what is meant, it is none.
        """
        number = bisect_right(self._starts, at) - 1
        near = [
            one for one in self._named
            if number - SENTENCES_BACK <= one.sentence <= number and one.end <= at
        ]  # fmt: skip
        fitting = {one.place_id for one in near if _may_be(self.places[one.place_id], what)}
        if not near or fitting != {near[-1].place_id}:
            return ""
        end = near[-1].end
        is_clear = not any(end <= one.start < at for one in self._others)
        return near[-1].place_id if is_clear else ""

    def _named_so(self, one: Counted) -> PlaceMention | None:
        """The name of which a course says where it is: "Kragan, 100 miles west of Surabaya"."""
        number = bisect_right([each.start for each in self._named], one.start) - 1
        if number < 0:
            return None
        before = self._named[number]
        sentence = self._sentences[before.sentence]
        joint = _NAMED_SO if self._word_before(before.start) not in _BESIDE else None
        if self._text[sentence.start : before.start].strip().lower() in ("", "the"):
            joint = _LIES if _LIES.fullmatch(self._text, before.end, one.start) else joint
        is_so = joint is not None and joint.fullmatch(self._text, before.end, one.start)
        return before if is_so else None

    def _word_before(self, at: int) -> str:
        words = re.findall(r"\w+", self._text[max(0, at - 30) : at].lower())
        return words[-1] if words else ""

    def _say_where(self, named: PlaceMention, one: Counted, base: str, end: int) -> None:
        """Place a name by its course where nobody else can, and not by what is counted itself."""
        place = self.places[named.place_id]
        is_open = not place.found and place.kind != "country" and not place.reckoned
        if not is_open or base == named.place_id or self.places[base].reckoned:
            return
        reckoned = Reckoned(
            one.start, end, self._words(one.start, end), base, one.course, is_named=True
        )
        found, why = self._reckon(reckoned, place.name)
        self.places[named.place_id] = place._replace(found=found, why=why, reckoned=reckoned)

    def _reckon(self, reckoned: Reckoned, name: str) -> tuple[Candidate | None, str]:
        base = self.places[reckoned.base]
        if base.found is None or base.found.point is None or reckoned.course is None:
            return None, f"it is counted from {base.name}, which has no point"
        point, radius = reckoned.course.lead_from(base.found.point, size_of(base.found)[1])
        return Candidate.of_position(COMPUTED, name, point, radius), ""

    def _add(
        self, key: object, reckoned: Reckoned, found: Candidate | None, why: str
    ) -> None:  # fmt: skip
        number = bisect_right(self._starts, reckoned.start) - 1
        if reckoned.end > self._sentences[number].end:
            return
        name = self._text[reckoned.start : reckoned.end]
        if key not in self._ids:
            said = self._called(reckoned, name)
            self._ids[key] = free_id(slug_of(said), self.places)
            self.places[self._ids[key]] = NamedPlace(
                self._ids[key], said, "other", found, why, (), reckoned
            )
        self.mentions.append(
            PlaceMention(reckoned.start, reckoned.end, name, number, self._ids[key])
        )

    def _called(self, reckoned: Reckoned, words: str) -> str:
        """What a position is called: by the name of what is only called "the island" there."""
        called = _THE_CALLED.search(words) if reckoned.base else None
        if called:
            words = f"{words[: called.start()]}{self.places[reckoned.base].name}"
        return " ".join(words.split())

    def _words(self, start: int, end: int) -> str:
        return " ".join(self._text[start:end].split()[-MAX_PHRASE_WORDS:])


def _may_be(place: NamedPlace, what: str) -> bool:
    """Whether a place may be called an island, or a town; a position and a country never are."""
    found = place.found
    if place.reckoned or place.kind == "country":
        return False
    is_open = not place.kind or place_kind(place.kind).is_any
    if what in _ISLANDS:
        is_settled = found and not found.nature and not found.is_own
        return is_open and not is_settled and (not found or found.nature in ("", ISLAND))
    if found and (found.nature or found.population >= _LARGEST.get(what, math.inf)):
        return False
    # A port may be a town; a village is none.
    is_settled = place_kind(place.kind).may_be_settled and not is_open
    return not place.kind or (place.kind == what if what in PLACE_KINDS else is_settled)


def say_reckoned(said: Reckoned, places: Mapping[str, NamedPlace]) -> str:
    """How the point of a place of the text is known from the text itself."""
    base = places[said.base].found if said.base else None
    if base is None or base.point is None or said.course is None:
        return "The text states these coordinates."
    return say_course(said.course, places[said.base].name, base.point)


def say_course(course: Course, name: str, point: Point) -> str:
    """How a point is computed: from where, how far, towards what."""
    start = f"from {name} ({point[0]:.2f}, {point[1]:.2f})"
    least, most = max(course.km - course.slack_km, 0.0), course.km + course.slack_km
    if course.bearing is None:
        return f"Computed: at most {most:.0f} km {start}; the text gives no direction."
    return (
        f"Computed: {least:.0f} to {most:.0f} km {start} towards {course.bearing:g} degrees, "
        f"give or take {course.spread:g}. The radius covers all of that."
    )
