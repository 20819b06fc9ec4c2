"""All that was read of a text before anything is claimed: sentences, places, days, parties."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from mapping.drafting.abstaining import abstain
from mapping.drafting.chronology import ABOUT, Borne, DayMention, read_days
from mapping.drafting.day_words import Clock, find_clocks
from mapping.drafting.features import NaturalNames
from mapping.drafting.named_places import NamedPlace, PlaceMention, places_of
from mapping.drafting.naming import read_names
from mapping.drafting.parties import Party, Sides, find_parties
from mapping.drafting.positions import find_counted, find_written
from mapping.drafting.reckoning import Positions
from mapping.drafting.resolving import Resolved, resolve
from mapping.drafting.sentences import Sentence, read_sentences
from mapping.drafting.toponyms import OtherName, Toponym, find_toponyms
from mapping.drafting.world import World
from mapping.format.gregorian import Day
from mapping.geo.geodesy import distance_km

FEWEST_AROUND = 3
"""So many placed names must stand around one that is nearly a known one."""
MOST_MISSPELT = 30
"""Each of them costs a look through all names."""
NEAR_KM = 150.0
WHOLE_DAY = re.compile(r"-?\d{4,}-\d\d-\d\d")


IN_ASIDE = re.compile(rf"{ABOUT}$")
"""What stands before a word of a clause about somebody or something."""
Spot = TypeVar("Spot", PlaceMention, DayMention)


@dataclass(frozen=True, slots=True)
class TextReading:
    """A text and what stands in it. Lists are in the order of the text."""

    text: str
    first_day: Day
    last_day: Day
    sentences: tuple[Sentence, ...]
    places: dict[str, NamedPlace]
    place_mentions: tuple[PlaceMention, ...]
    others: tuple[OtherName, ...]
    days: tuple[DayMention, ...]
    borne: tuple[Borne, ...]
    parties: tuple[tuple[Party, ...], ...]
    sides: Sides | None = None
    bases: frozenset[int] = frozenset()
    """Where names begin from which a place is only counted."""
    _starts: tuple[int, ...] = field(default=(), repr=False)

    def sentence_at(self, start: int) -> Sentence | None:
        """The sentence that begins at an offset."""
        at = bisect_right(self._starts, start) - 1
        return self.sentences[at] if at >= 0 and self._starts[at] == start else None

    def places_in(self, sentence: Sentence) -> list[PlaceMention]:
        """The places that a sentence names."""
        return _within(self.place_mentions, sentence)

    def sites_in(self, sentence: Sentence) -> list[PlaceMention]:
        """The same without those from which another one is only counted."""
        return [one for one in self.places_in(sentence) if one.start not in self.bases]

    def kind_of(self, phrase: str) -> str:
        """What kind of force a phrase names that acts somewhere in the text; else empty."""
        found = [one for one in self._parties_of(phrase) if one.kind]
        exact = (one.kind for one in reversed(found) if one.text == phrase)
        # Of several ships in one phrase each is one.
        return next(exact, found[0].kind if found and found[0].whole else "")

    def each_of(self, phrase: str) -> tuple[str, ...]:
        """Those whom a phrase lists, each by a name that the text has; else the phrase alone."""
        members = tuple(re.split(r",? and (?:the )?|, (?:the )?", " ".join(phrase.split())))
        named = {one.text for one in self._parties_of(phrase)}
        return members if named.issuperset(members) else (phrase,)

    def side_of(self, phrase: str) -> str:
        """Whose side it is on by the words for the sides: a ship by any phrase that names her."""
        if self.sides is None or not phrase:
            return ""
        named = (self.sides.find(one.whole) for one in self._parties_of(phrase) if one.whole)
        return self.sides.find(phrase) or next(filter(None, named), "")

    def _parties_of(self, phrase: str) -> list[Party]:
        return [one for each in self.parties for one in each if one.text in phrase]

    def days_in(self, sentence: Sentence) -> list[DayMention]:
        """The words for days in a sentence of which a moment could be made."""
        return [one for one in _within(self.days, sentence) if one.moment]

    def clocks_in(self, sentence: Sentence) -> list[Clock]:
        """The times of day in a sentence that stand beside no day."""
        days = self.days_in(sentence)
        return [
            one for one in find_clocks(self.text, sentence.start, sentence.end)
            if not any(day.start < one.end and one.start < day.end for day in days)
        ]  # fmt: skip

    def is_aside(self, sentence: Sentence, day: DayMention, at: int) -> bool:
        """Whether a day is of a clause about something that an offset lies before or behind.

        As in "Darius, who had left Babylon in July, crossed the Amanus".
        """
        clause = IN_ASIDE.search(self.text[sentence.start : day.start])
        if clause is None:
            return False
        if at < sentence.start + clause.start():
            # "To Liegnitz, where they were beaten on the 9th": on that day they were there.
            return clause[1] != "where"
        return self.text.find(",", day.end, at) >= 0

    def bears(self, sentence: Sentence) -> list[Borne]:
        """The moments that a sentence bears: those of its own words, else the running date's.

        That one, too, where its first words count from it, "landed and left two days later", or
        are of somebody's past. Of a day also at each time of day that the sentence says.
        """
        mentions = self.days_in(sentence)
        own = [Borne(one.moment, one.ends, one.basis) for one in mentions]
        running = self.borne[sentence.number]
        first = mentions[0] if mentions else None
        goes_on = first is not None and (
            first.basis == "relative" or IN_ASIDE.search(self.text[sentence.start : first.start])
        )
        days = [*own, *([running] if (goes_on and running.moment) or not own else [])]
        clocks = self.clocks_in(sentence)
        return days + [timed for one in days for clock in clocks if (timed := at_time(one, clock))]


def at_time(borne: Borne, clock: Clock) -> Borne | None:
    """A whole day at a time of it; None for what is none."""
    is_day = WHOLE_DAY.fullmatch(borne.moment) and not borne.ends
    return borne._replace(moment=f"{borne.moment}T{clock.time}") if is_day else None


def _within(spots: Sequence[Spot], sentence: Sentence) -> list[Spot]:
    low = bisect_right(spots, sentence.start - 1, key=lambda one: one.start)
    high = bisect_right(spots, sentence.end, key=lambda one: one.start)
    return list(spots[low:high])


def read_text(
    text: str, first: Day, last: Day, world: World, sides: Sides | None = None
) -> TextReading:
    """Read a text of which somebody says the first and the last day.

    Raises `DraftError` for what is no text.
    """
    sentences = read_sentences(text)
    days, borne = read_days(text, sentences, first, last)
    counted, written = [*find_counted(text)], [*find_written(text)]
    # The winds of a position are letters, and no names.
    taken = [(one.start, one.end) for one in days]
    taken += [(one.start, one.end) for one in counted]
    taken += [(one.start, one.end) for one in written]
    names = read_names(text, sentences, taken)
    toponyms, others = find_toponyms(text, sentences, names, world)
    natural = NaturalNames(text, toponyms, world)
    meant = resolve(toponyms, natural.lone())
    meant |= natural.place(meant)
    meant |= _misspelt(toponyms, meant, world)
    left = abstain(toponyms, meant, world)
    meant |= left
    lost = {key for key, one in meant.items() if not one.found} - left.keys()
    unplaced = {key for key, one in meant.items() if not one.found}

    def is_no_place(one: Toponym) -> bool:
        # What a person calls a side is who acts, and not where, unless the text says so.
        is_open = one.doubt or one.key in unplaced
        is_side = sides is not None and is_open and sides.names(one.text)
        return is_side or bool(one.doubt and one.key in lost)

    kept = [one for one in toponyms if not is_no_place(one)]
    others += [OtherName(one.start, one.end, one.text, one.sentence, "other")
               for one in toponyms if is_no_place(one)]  # fmt: skip
    places, ids = places_of(kept, meant)
    named = [PlaceMention(one.start, one.end, one.text, one.sentence, ids[one.key]) for one in kept]
    positions = Positions(text, sentences, places, named, others)
    positions.add_written(written)
    positions.add_counted(counted)
    mentions = sorted([*named, *positions.mentions])
    others.sort()
    parties = _parties_of(text, sentences, others, mentions, sides)
    return TextReading(
        text, first, last, sentences, positions.places, tuple(mentions), tuple(others), days, borne,
        parties, sides, frozenset(positions.bases), tuple(one.start for one in sentences),
    )  # fmt: skip


def _misspelt(
    toponyms: Sequence[Toponym], meant: dict[str, Resolved], world: World
) -> dict[str, Resolved]:
    """Names that no gazetteer has, but nearly so among the places of the text: "Tal Afar"."""
    points = [one.found.point for one in meant.values() if one.found and one.found.point]
    unknown = dict.fromkeys(
        one.key
        for one in toponyms
        if not one.kind and not one.candidates and not one.doubt and not meant[one.key].found
    )
    if len(points) < FEWEST_AROUND:
        return {}
    lats, lons = sorted(lat for lat, _ in points), sorted(lon for _, lon in points)
    middle = lats[len(lats) // 2], lons[len(lons) // 2]
    made = {}
    for key in [*unknown][:MOST_MISSPELT]:
        near = [
            one for one in world.find_misspelt(key, middle)
            if one.point and min(distance_km(one.point, point) for point in points) <= NEAR_KM
        ]  # fmt: skip
        if len(near) == 1:
            made[key] = Resolved(near[0], "", tuple(near))
    return made


def _parties_of(
    text: str, sentences: Sequence[Sentence], others: Sequence[OtherName],
    mentions: Sequence[PlaceMention], sides: Sides | None,
) -> tuple[tuple[Party, ...], ...]:  # fmt: skip
    named: dict[int, list[OtherName]] = {}
    placed: dict[int, list[tuple[int, int]]] = {}
    for other in others:
        named.setdefault(other.sentence, []).append(other)
    for one in mentions:
        placed.setdefault(one.sentence, []).append((one.start, one.end))
    found = (
        find_parties(
            text, each, named.get(each.number, ()), placed.get(each.number, ()), sides
        )
        for each in sentences
    )  # fmt: skip
    return tuple(map(tuple, found))
