"""All that was read of a text before anything is claimed: sentences, places, days, parties."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from mapping.drafting.abstaining import abstain
from mapping.drafting.chronology import Borne, DayMention, read_days
from mapping.drafting.day_words import Clock, find_clocks
from mapping.drafting.features import NaturalNames
from mapping.drafting.naming import read_names
from mapping.drafting.parties import Party, Sides, find_parties
from mapping.drafting.resolving import Resolved, resolve
from mapping.drafting.sentences import Sentence, read_sentences
from mapping.drafting.toponyms import OtherName, Toponym, find_toponyms
from mapping.drafting.world import Candidate, World
from mapping.format.gregorian import Day
from mapping.format.mending import slug_of
from mapping.geo.geodesy import distance_km

FEWEST_AROUND = 3
"""So many placed names must stand around one that is nearly a known one."""
MOST_MISSPELT = 30
"""Each of them costs a look through all names."""
NEAR_KM = 150.0
WHOLE_DAY = re.compile(r"-?\d{4,}-\d\d-\d\d")


class NamedPlace(NamedTuple):
    """A place of the text: found in the gazetteer, or listed with the reason why not."""

    place_id: str
    name: str
    kind: str
    found: Candidate | None
    why: str
    candidates: tuple[Candidate, ...]


class PlaceMention(NamedTuple):
    """Where the text names a place."""

    start: int
    end: int
    text: str
    sentence: int
    place_id: str


ABOUT = re.compile(r", (who|which|whose|where)\b[^,;]*$")
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
    _starts: tuple[int, ...] = field(default=(), repr=False)

    def sentence_at(self, start: int) -> Sentence | None:
        """The sentence that begins at an offset."""
        at = bisect_right(self._starts, start) - 1
        return self.sentences[at] if at >= 0 and self._starts[at] == start else None

    def places_in(self, sentence: Sentence) -> list[PlaceMention]:
        """The places that a sentence names."""
        return _within(self.place_mentions, sentence)

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
        clause = ABOUT.search(self.text[sentence.start : day.start])
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
            first.basis == "relative" or ABOUT.search(self.text[sentence.start : first.start])
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
    names = read_names(text, sentences, [(one.start, one.end) for one in days])
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
    places, ids = _places_of(kept, meant)
    mentions = [
        PlaceMention(one.start, one.end, one.text, one.sentence, ids[one.key]) for one in kept
    ]
    others.sort()
    parties = _parties_of(text, sentences, others, mentions, sides)
    return TextReading(
        text, first, last, sentences, places, tuple(mentions), tuple(others), days, borne,
        parties, sides, tuple(one.start for one in sentences),
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


def _places_of(
    toponyms: Sequence[Toponym], meant: dict[str, Resolved]
) -> tuple[dict[str, NamedPlace], dict[str, str]]:
    """The places by id, and the id of each key; two names of one place have one id."""
    places: dict[str, NamedPlace] = {}
    ids: dict[str, str] = {}
    by_found: dict[str, str] = {}
    by_word: dict[str, list[str]] = {}
    for one in toponyms:
        if one.key in ids:
            continue
        resolved = meant[one.key]
        found = resolved.found
        by_word.setdefault(one.key.split(" ")[0], []).append(one.key)
        if found and found.place_id in by_found:
            ids[one.key] = by_found[found.place_id]
            continue
        if not found and (known := _listed_before(one, by_word, ids, places)):
            ids[one.key] = known
            continue
        own = found.place_id if found and found.is_own else ""
        place_id = own or _free_id(slug_of(one.text), places)
        if found:
            by_found[found.place_id] = place_id
        ids[one.key] = place_id
        kind = (found.kind if found else "") or one.kind
        places[place_id] = NamedPlace(
            place_id, one.text, kind, found, resolved.why, resolved.candidates
        )
    return places, ids


def _listed_before(
    one: Toponym, by_word: dict[str, list[str]], ids: dict[str, str], places: dict[str, NamedPlace]
) -> str:
    """The id of the same unplaced name, where only one of the two says what kind it is."""
    bare = one.key.split(" ")[0]
    for key in by_word[bare]:
        place_id = ids.get(key, "")
        if place_id and not places[place_id].found and (not one.kind or key == bare):
            return place_id
    return ""


def _free_id(slug: str, taken: dict[str, NamedPlace]) -> str:
    number = 1
    while (free := slug if number == 1 else f"{slug}-{number}") in taken:
        number += 1
    return free


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
