"""What the tool itself proposes: sentence by sentence, what was done where and when, and by whom.

Rules and no model: event extraction by trigger words and the frames around them, as in the early
message-understanding systems (FASTUS, Hobbs and others, 1997). A trigger is a form of a verb of
`lexicon.csv`; a place belongs to the last trigger before it and is from, via or to by the
preposition before it; the actor is the party before the trigger. All of it is only proposed:
`lock` decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from mapping.checks.evidence import MAX_PHRASE_WORDS
from mapping.drafting.acting import (
    Subject,
    find_acting,
    is_object,
    is_of_the_sea,
    is_plain,
    is_ship,
    subject_after,
)
from mapping.drafting.chronology import Borne, DayMention
from mapping.drafting.day_words import Clock
from mapping.drafting.lexicon import Action, actions, words_of
from mapping.drafting.lock import Part, Proposal
from mapping.drafting.named_places import PlaceMention
from mapping.drafting.parties import Party
from mapping.drafting.reading import TextReading, at_time
from mapping.drafting.sentences import Sentence, Word
from mapping.format.kinds import place_kind

_ROLES = {
    "from": "from", "leaving": "from", "left": "from", "leave": "from", "evacuated": "from",
    "abandoned": "from", "quitted": "from", "via": "via", "through": "via", "past": "via",
    "across": "via", "over": "via", "along": "via", "up": "via", "down": "via", "passing": "via",
    "passed": "via", "crossing": "via", "crossed": "via", "to": "to", "into": "to", "onto": "to",
    "toward": "to", "towards": "to", "for": "to", "reached": "to", "reach": "to", "reaching": "to",
    "entered": "to", "enter": "to", "entering": "to", "upon": "to", "before": "to",
    "by": "via", "followed": "via", "following": "via", "on": "to", "against": "to", "as": "to",
    "beyond": "to", "out": "from", "departed": "from", "departing": "from", "quitting": "from",
    "abandoning": "from", "evacuating": "from",
}  # fmt: skip
_AT_ONCE = re.compile(r",?\s+(?:(?:on|in|by|about|around)\s+)?(?:the\s+)?", re.IGNORECASE)
"""What stands between a place and the day that is said of it."""
_BESIDE = re.compile(
    r"\s*[,(]?\s*(?:(?:\w+\s+)?[\d.,]*\w*\s*(?:km|kilomet(?:re|er)s?|miles?|leagues?|metres|yards)\s+)?"
    r"(?:just\s+|to\s+the\s+|immediately\s+)?(?:(?:north|south|east|west)(?:[\s-]?(?:east|west))?"
    r"(?:ern)?\s+of|in\s+the\s+(?:\w+[\s-])?(?:north|south|east|west|cent(?:re|er))(?:ern\s+part)?"
    r"(?:[\s-]?(?:east|west))?\s+of|near|close\s+to|not\s+far\s+from|(?:half|mid)[\s-]?way\s+between)"
    r"\s+(?:the\s+)?", re.IGNORECASE,
)  # fmt: skip
"""What stands between a place and another that only says where: "Ligny, north of Fleurus"."""
_IN = re.compile(r",?\s+in\s+(?:the\s+)?(?:(?:north|south|east|west)\w*\s+)?", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?$", re.IGNORECASE)
_OTHER_CLAUSE = re.compile(r";|,\s+(?:while|whereas)\b", re.IGNORECASE)
_OTHER_SUBJECT = frozenset(("he", "she", "they", "it", "who", "which", "while", "where", "when"))
_SKIPPED = frozenset(words_of("before-place"))
_NEGATED = frozenset(words_of("negation"))
_FAILED = re.compile(
    r"\b(?:fail(?:ed|s|ing)? to|refused to|prevent(?:ed|ing)?\b.*\bfrom|unable to|could not|"
    r"did not|had not|was not|were not|kept\b.*\bfrom|stop(?:ped|ping)?\b.*\bfrom|"
    r"instead of|rather than|without|never|no longer|would have)\W+(?:\w+\W+){0,2}$", re.IGNORECASE,
)  # fmt: skip
_FAILED_BEHIND = re.compile(
    r"\s+(?:(?:had |was |were )?(?:failed|called off|not made|cancelled)|nothing|no ground)\b"
)
_PLANNED = re.compile(
    r"\b(?:plan(?:ned|s)?|intend(?:ed|s)?|hop(?:ed|ing)|aim(?:ed|ing)?|objective|order(?:ed|s)?|"
    r"meant|was to|were to|would|will|designed|decided|propos\w+|want(?:ed)?|instructed|urged|"
    r"prepar\w+|promised|in order|so as|goal|told|supposed|expected|should)\b", re.IGNORECASE,
)  # fmt: skip
_INFINITIVE = re.compile(r"\b(?:to|would|will|should)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_UNTIL = re.compile(r"(?:until|till|up to)\b", re.IGNORECASE)
_ALLEGED = re.compile(r"\b(?:claim(?:ed|s|ing)?|alleg\w+|accus\w+|reportedly|according to|denied|"
                      r"said (?:that )?|announced that|rumou?r\w*|assert\w+)\b",
                      re.IGNORECASE)  # fmt: skip
_ANYBODY = frozenset(("army", "armies", "forces", "men", "soldiers", "troops", "units"))
"""Who is called no more than that does what happens without a name: "two armies met"."""
_CLAUSE_BEFORE = re.compile(
    r",(?: and| but| while| when| as)?(?: (?:on|in|by|at) [\w ]{1,25})? "
    r"(?:(?:the|a|his|her|its|their) )?$"
)
_PRONOUN = re.compile(r", (?:and |but |while |when )?(he|she|they|it)\b")
_PAST = re.compile(
    r"(?: of [\w,' ]{1,30}?)? (?:\w+ly )?(?:[a-z]+ed|was|were|had|did|could|spent|stood|lay|sat|"
    r"kept|ran|won|met|went|came|fell|took|made|began|lost|became|got|gave|found|heard|saw|said)\b"
)
"""What somebody else did, whatever it was."""
_AND_IT = re.compile(r",?\s+(?:and|but|then)\s+(?:then\s+|again\s+|\w+ly\s+)?")
"""What stands between a place and what is done to "it"."""
_WENT_DOWN = re.compile(
    r"went down(?=[.,;]|\s+(?:at|on|that|in|within|with|after|before|about|off|near|and|by|soon)\b)"
)
_NOUN_BEFORE = frozenset(words_of("before-noun"))
_VERB_BEFORE = frozenset(words_of("before-verb"))
_REMAINS = frozenset(words_of("before-left"))
"""What is left, and leaves nowhere: "nothing left to eat"."""
_AUXILIARY = frozenset(words_of("auxiliary"))
_CLAUSE = frozenset(words_of("begins-clause"))
_WHERE = frozenset(words_of("where-country"))


class Trigger(NamedTuple):
    """A word of the sentence that claims an action, by the numbers of its words.

    `is_noun` tells "their retreat" from "they retreat": what is only named yields to what is said.
    """

    first: int
    last: int
    action: Action
    is_noun: bool


class Unspoken(NamedTuple):
    """A stretch of a sentence that gives no claim, and why."""

    start: int
    end: int
    why: str


def propose(reading: TextReading) -> Iterator[Proposal | Unspoken]:
    """All that the text seems to claim; a sentence that claims nothing gives the reason."""
    subject = Subject("", "")
    for sentence in reading.sentences:
        found = [*_propose_of(reading, sentence, subject)]
        yield from found
        subject = _subject_after(reading, sentence, subject)


def _subject_after(reading: TextReading, sentence: Sentence, subject: Subject) -> Subject:
    triggers = [
        one for one in _triggers(sentence, reading, reading.places_in(sentence)) if not one.is_noun
    ]
    said = sentence.words[triggers[0].first].start if triggers else None
    return subject_after(reading, sentence, said, subject)


def _propose_of(
    reading: TextReading, sentence: Sentence, subject: Subject
) -> Iterator[Proposal | Unspoken]:
    named = reading.places_in(sentence)
    triggers = _triggers(sentence, reading, named)
    places = [one for one in reading.sites_in(sentence) if _is_where(reading, one)]
    whole = sentence.start, sentence.end
    if not triggers:
        yield Unspoken(
            *whole, "no verb in it that claims an action" if places else "tells no action"
        )
        return
    if places and all(one.is_noun for one in triggers) and _is_heading(reading, sentence):
        yield Unspoken(*whole, "is a heading")
        return
    given = _share_out(reading, sentence, triggers, places) if places else {}
    before: tuple[int, Proposal] | None = None
    last: tuple[int, Proposal] | None = None
    is_silent = True
    for number, trigger in enumerate(triggers):
        if not given.get(number) and _is_at_sea(reading, sentence, trigger):
            yield from _proposals(reading, sentence, triggers[number:], [], "", subject, None)
            is_silent = False
        role = ""
        for dated, own in _by_days(reading, sentence, given.get(number, [])):
            for made in _proposals(reading, sentence, triggers[number:], own, role, subject, dated):
                if isinstance(made, Proposal):
                    role = made.places[-1].role if made.places else ""
                    if before and _goes_on(reading, sentence, triggers[before[0]], trigger):
                        made = _from_where_it_was(made, before[1])
                    last = number, made
                yield made
                is_silent = False
            before = last or before
    if is_silent:
        yield Unspoken(*whole, "names no place")


def _is_at_sea(reading: TextReading, sentence: Sentence, trigger: Trigger) -> bool:
    """Whether a verb tells of a ship or a fleet that the sentence names, and is no mere noun.

    What happens to them is told without a place: it is where they are.
    """
    if trigger.action.table != "events" or trigger.is_noun:
        return False
    acting = find_acting(reading, sentence, trigger.first, trigger.last, Subject("", ""))
    if sentence.words[trigger.last].lower in words_of("of-place") and not acting.against:
        return False
    return is_of_the_sea(reading, sentence, [one.text for one in acting.parties]) and is_plain(
        reading, sentence, acting, trigger.first
    )


def _is_heading(reading: TextReading, sentence: Sentence) -> bool:
    """Whether a sentence is a line without an end and without a day: "The battle for Hostomel"."""
    text, start, end = reading.text, sentence.start, sentence.end
    is_line = text[:start].rstrip(" \t")[-1:] in ("", "\n") and text[end:].lstrip(" \t")[:1] == "\n"
    return is_line and text[end - 1].isalnum() and not reading.days_in(sentence)


def _by_days(
    reading: TextReading, sentence: Sentence, places: Sequence[PlaceMention]
) -> Iterator[tuple[int | None, Sequence[PlaceMention]]]:
    """The places of a verb, apart where each has its day: "reached X on the 17th and Y on the
    18th" are two claims.

    With each, behind which offset its day stands; None where the verb's own is meant.
    """
    start, dated = 0, None
    for number in range(1, len(places)):
        place, before = places[number], places[number - 1]
        follower = places[number + 1].start if number + 1 < len(places) else sentence.end
        is_dated = _has_day(reading, sentence, before.end, place.start)
        if is_dated and _has_day(reading, sentence, place.end, follower):
            yield dated, places[start:number]
            start, dated = number, place.end
    if places:
        yield dated, places[start:]


def _has_day(reading: TextReading, sentence: Sentence, start: int, end: int) -> bool:
    """Whether a day is named between two offsets, of the place that ends at the first of them."""
    return any(
        start <= one.start and one.end <= end and _AT_ONCE.fullmatch(reading.text, start, one.start)
        for one in reading.days_in(sentence)
    )  # fmt: skip


def _goes_on(reading: TextReading, sentence: Sentence, one: Trigger, other: Trigger) -> bool:
    """Whether two verbs have one subject: nobody is named, and nothing ends, between them."""
    start, end = sentence.words[one.last].end, sentence.words[other.first].start
    between = {word.lower for word in sentence.words[one.last + 1 : other.first]}
    is_open = not re.search(r"[;:]", reading.text[start:end])
    return is_open and not between & _OTHER_SUBJECT and not any(
        start <= party.start < end and not is_object(reading.text, party)
        for party in reading.parties[sentence.number]
    )  # fmt: skip


def _from_where_it_was(made: Proposal, before: Proposal) -> Proposal:
    """A movement that does not say from where begins where its force was: "crossed at X, reached
    Y"."""
    roles = {part.role for part in made.places}
    if made.table != "movements" or "from" in roles or made.mode != before.mode:
        return made
    last = before.places[-1].text
    if any(part.text == last for part in made.places):
        return made
    return made._replace(places=(Part(last, "from"), *made.places))


def _is_where(reading: TextReading, place: PlaceMention) -> bool:
    """Whether a name says where, and not whose: a country mostly stands for its government."""
    if reading.places[place.place_id].kind != "country":
        return True
    before = re.findall(r"\w+", reading.text[max(0, place.start - 30) : place.start].lower())
    while before and before[-1] in ("the", "western", "eastern", "northern", "southern", "central"):
        before.pop()
    is_genitive = reading.text[place.end : place.end + 1] in ("'", "’")
    return not is_genitive and bool(before) and before[-1] in _WHERE


def _triggers(
    sentence: Sentence, reading: TextReading, places: Sequence[PlaceMention]
) -> list[Trigger]:
    """The verbs of a sentence that claim something, the longest forms first at each word."""
    closed = {at for one in places for at in range(one.start, one.end)}
    closed |= {at for one in reading.days_in(sentence) for at in range(one.start, one.end)}
    words = sentence.words
    found: list[Trigger] = []
    at = 0
    while at < len(words):
        length = 0 if words[at].start in closed else _form_at(words, at, closed)
        if length == 1 and _goes_down(reading, sentence, at):
            found.append(Trigger(at, at + 1, Action("events", "destruction"), False))
            length = 2
        elif length:
            key = tuple(word.lower for word in words[at : at + length])
            beside = bool(found) and found[-1].last == at - 1 and _are_joined(reading, words, at)
            is_noun = at > 0 and (_is_noun(words, at) or beside)
            follows = beside and found[-1].is_noun
            is_label = reading.text[words[at].end : words[at].end + 1] == ":"
            if not follows and not is_label:
                found.append(Trigger(at, at + length - 1, actions()[key], is_noun))
        at += length or 1
    return found


def _goes_down(reading: TextReading, sentence: Sentence, at: int) -> bool:
    """Whether a ship sinks: "Yorktown went down on 7 June"; others go down a valley."""
    ship = any(is_ship(one) and one.end <= sentence.words[at].start
               for one in reading.parties[sentence.number])  # fmt: skip
    return ship and bool(_WENT_DOWN.match(reading.text, sentence.words[at].start))


def _is_noun(words: Sequence[Word], at: int) -> bool:
    """Whether a form is the name of an action: "a short ride", "their retreat"."""
    before = words[at - 1].lower
    if words[at].lower in words_of("noun"):
        return before not in _VERB_BEFORE
    return before in _NOUN_BEFORE and not words[at].lower.endswith("ed")


def _are_joined(reading: TextReading, words: Sequence[Word], at: int) -> bool:
    return reading.text[words[at - 1].end : words[at].start] == " "


def _form_at(words: Sequence[Word], at: int, closed: set[int]) -> int:
    """How many words from here are one form of a verb; 0 if none.

    `closed` are offsets inside days and places: "on" before a day is of the day, "fell on 28 June".
    """
    if at and words[at].lower == "left" and words[at - 1].lower in _REMAINS:
        return 0
    follower = words[at + 1].lower if at + 1 < len(words) else ""
    if words[at].lower == "fell" and follower in words_of("after-fell"):
        return 0
    for length in range(min(4, len(words) - at), 0, -1):
        if tuple(word.lower for word in words[at : at + length]) in actions():
            last = at + length - 1
            is_of_day = words[last].lower == "on" and last + 1 < len(words) and (
                words[last + 1].start in closed and words[last + 1].text[0].isdigit()
            )  # fmt: skip
            if is_of_day and length > 1:
                continue
            is_title = length == 1 and at > 0 and words[at].is_capital
            return 0 if is_title else length
    return 0


def _share_out(
    reading: TextReading, sentence: Sentence, triggers: Sequence[Trigger],
    places: Sequence[PlaceMention],
) -> dict[int, list[PlaceMention]]:  # fmt: skip
    """Give each place to the last trigger before it, the first ones to the first trigger.

    What stands in another clause before that one is of something else that was done.
    """
    words = sentence.words
    given: dict[int, list[PlaceMention]] = {}
    for place in reversed(places):
        subject_of = _subject_of(sentence, triggers, place)
        follower = next((one for one, each in given.items() for other in each[-1:]
                         if _is_listed(sentence, place, other)), None)  # fmt: skip
        if (
            subject_of is None
            and follower is not None
            and _is_subject(sentence, triggers[follower], given[follower][-1])
        ):
            subject_of = follower
        if (told := _told_of(sentence, triggers, place)) is not None:
            given.setdefault(told, []).append(place)
        if subject_of is not None:
            given.setdefault(subject_of, []).append(place)
            continue
        before = [
            number for number, one in enumerate(triggers) if words[one.first].start < place.start
        ]
        if not before and _OTHER_CLAUSE.search(
            reading.text, place.end, words[triggers[0].first].start
        ):
            continue
        said = [number for number in before if not triggers[number].is_noun]
        best = (said or before or [0])[-1]
        if not _is_elsewhere(reading, sentence, triggers[best], place):
            given.setdefault(best, []).append(place)
    made = {number: each[::-1] for number, each in given.items()}
    for number, trigger in enumerate(triggers):
        if number not in made and (meant := _meant_by_it(reading, sentence, trigger, places)):
            made[number] = [meant]
    return made


def _is_elsewhere(
    reading: TextReading, sentence: Sentence, trigger: Trigger, place: PlaceMention
) -> bool:
    """Whether a place stands in a clause of somebody else, whose verb claims nothing.

    As in "marched to Ephesus, and his fleet anchored at Lade".
    """
    end = sentence.words[trigger.last].end
    others = [
        one.end for one in reading.parties[sentence.number]
        if end <= one.start < place.start and _CLAUSE_BEFORE.search(reading.text, end, one.start)
    ]  # fmt: skip
    if trigger.action.table == "events":
        others += [one.end(1) for one in _PRONOUN.finditer(reading.text, end, place.start)]
    return any(_PAST.match(reading.text, other, place.start) for other in others)


def _meant_by_it(
    reading: TextReading, sentence: Sentence, trigger: Trigger, places: Sequence[PlaceMention]
) -> PlaceMention | None:
    """The place that "it" behind a verb means: "attacked Jackson and captured it"."""
    behind = [word.lower for word in sentence.words[trigger.last + 1 :][:1]]
    at = sentence.words[trigger.first].start
    before = [one for one in places if one.end <= at]
    if behind != ["it"] or trigger.is_noun or trigger.action.table != "events" or not before:
        return None
    return before[-1] if _AND_IT.fullmatch(reading.text, before[-1].end, at) else None


def _subject_of(sentence: Sentence, triggers: Sequence[Trigger], place: PlaceMention) -> int | None:
    """The trigger of which a place is the subject: "Acre opened its gates", "Kars had fallen"."""
    return next(
        (n for n, one in enumerate(triggers)
         if _is_subject(sentence, one, place) and _begins_clause(sentence, place)), None
    )  # fmt: skip


def _told_of(sentence: Sentence, triggers: Sequence[Trigger], place: PlaceMention) -> int | None:
    """The trigger of a clause about a place: "Jerusalem, which he surrendered"."""
    behind = [word for word in sentence.words if word.start >= place.end]
    if not behind or behind[0].lower not in ("which", "where"):
        return None
    return next((number for number, one in enumerate(triggers)
                 if sentence.words[one.first].start > place.end), None)  # fmt: skip


def _is_subject(sentence: Sentence, trigger: Trigger, place: PlaceMention) -> bool:
    """Whether only auxiliary words stand between a place and the trigger behind it."""
    words = sentence.words
    between = [word for word in words[: trigger.first] if word.start >= place.end]
    ends = [place.end, *(word.end for word in between)]
    starts = [*(word.start for word in between), words[trigger.first].start]
    return (
        len(between) <= 4
        and all(start - end == 1 for end, start in zip(ends, starts, strict=True))
        and all(word.lower in _AUXILIARY for word in between)
    )


def _begins_clause(sentence: Sentence, place: PlaceMention) -> bool:
    words = [word for word in sentence.words if word.end <= place.start]
    while words and words[-1].lower in {"the", "of", *_SKIPPED, "citadel", "garrison"}:
        words.pop()
    return (
        not words
        or words[-1].lower in _CLAUSE
        or words[-1].end + 1 < place.start - 12
        or (not words[-1].lower.isalpha())
    )


def _is_listed(sentence: Sentence, place: PlaceMention, follower: PlaceMention) -> bool:
    """Whether only "and" stands between two places."""
    between = [word.lower for word in sentence.words if place.end <= word.start < follower.start]
    return between in ([], ["and"], ["or"], ["and", "the"], ["the"])


def _proposals(
    reading: TextReading, sentence: Sentence, triggers: Sequence[Trigger],
    places: Sequence[PlaceMention], role: str, subject: Subject, dated: int | None,
) -> Iterator[Proposal | Unspoken]:  # fmt: skip
    """What the first of some verbs claims at its places: once, or for each of several ships."""
    trigger = triggers[0]
    words = sentence.words
    at, end = words[trigger.first].start, words[trigger.last].end
    text = reading.text
    before = text[max(sentence.start, at - 120) : at]
    spoken = text[at : max(end, places[-1].end if places else 0)]
    negated = {word.lower for word in words[max(0, trigger.first - 3) : trigger.first]} & _NEGATED
    if negated or _FAILED.search(before) or _FAILED_BEHIND.match(text, end):
        yield Unspoken(at, at + len(spoken), "says what did not happen")
        return
    if places and _carries(sentence, trigger, places[0]):
        trigger = trigger._replace(action=Action("movements", "advance"))
    parts = _parts(reading, sentence, trigger, places, role)
    others = [words[one.first].start for one in triggers[1:]]
    borne = _moment_of(reading, sentence, at if dated is None else dated, others)
    table = trigger.action.table
    if table == "movements" and _is_outside(borne, reading):
        yield Unspoken(at, at + len(spoken), f"{borne.moment} lies outside the campaign's days")
        return
    acting = find_acting(reading, sentence, trigger.first, trigger.last, subject)
    if words[trigger.last].lower == "met" and not acting.against and acting.is_navy:
        yield Unspoken(at, at + len(spoken), "does not say whom they met")
        return
    start, stop = _phrase(sentence, trigger, places or acting.parties)
    for actor, against in acting.each if table == "movements" else acting.together:
        if table == "events" and actor.lower() in _ANYBODY:
            actor = ""
        yield Proposal(
            sentence.start, text[start:stop], table, trigger.action.kind, parts,
            borne.moment, borne.ends, _mode(text, sentence, at), actor, against,
        )  # fmt: skip


def _carries(sentence: Sentence, trigger: Trigger, place: PlaceMention) -> bool:
    """Whether "took" has somebody or something go: "took his men to Meridian"."""
    is_to = _role(sentence, trigger, place) in ("to", "from", "via")
    return sentence.words[trigger.last].lower in words_of("carries") and is_to


def _mode(text: str, sentence: Sentence, at: int) -> str:
    before = text[sentence.start : at]
    if _INFINITIVE.search(before[-40:]) and _PLANNED.search(before[-120:]):
        return "planned"
    return "alleged" if _ALLEGED.search(before[-100:]) else "actual"


def _is_large(kind: str) -> bool:
    """Whether a place of the text is a country or a part of one."""
    one = place_kind(kind)
    return kind == "country" or (one.is_wide and not one.is_any)


def _parts(
    reading: TextReading, sentence: Sentence, trigger: Trigger, places: Sequence[PlaceMention],
    role: str,
) -> tuple[Part, ...]:  # fmt: skip
    """The places of a claim with their roles; an event keeps those where it is.

    `role` is that of the place before them in a list in which each has its day.
    """
    places = _without_those_beside(reading, places)
    roles = [_role(sentence, trigger, one) for one in places]
    roles[:1] = [one or role for one in roles[:1]]
    for number in range(1, len(places)):
        between = reading.text[places[number - 1].end : places[number].start]
        if re.fullmatch(r"\s*(?:,|,? and|,? or|,? then)\s+(?:the\s+)?", between):
            roles[number] = roles[number] or roles[number - 1]
    if trigger.action.table == "events":
        at = [one for one, role in zip(places, roles, strict=True) if role not in ("from", "to")]
        # The province around a village says nothing that the village does not; a river does that
        # is crossed.
        crossed = {one for one, role in zip(places, roles, strict=True) if role == "via"}
        near = [one for one in at or places
                if one in crossed or not _is_large(reading.places[one.place_id].kind)]  # fmt: skip
        return tuple(Part(one.text, "at") for one in near or at or places)
    moved = [(role or "to") for role in roles]
    if not any(moved[0] == role for role in ("from", "via", "to")):
        moved[0] = "to"
    return tuple(Part(one.text, role) for one, role in zip(places, moved, strict=True))


def _without_those_beside(
    reading: TextReading, places: Sequence[PlaceMention]
) -> list[PlaceMention]:
    """The places without those that only say where the one before them is.

    What lies "near" in a whole country says where in it.
    """
    text = reading.text
    kept = [*places[:1]]
    is_pair = False
    for before, place in pairwise(places):
        between = text[before.end : place.start]
        if is_pair and re.fullmatch(r"\s+and\s+(?:the\s+)?", between):
            is_pair = False
            continue
        is_large = _is_large(reading.places[before.place_id].kind)
        is_around = _is_large(reading.places[place.place_id].kind) and bool(_IN.fullmatch(between))
        is_beside = not is_large and (is_around or bool(_BESIDE.fullmatch(between)))
        is_pair = is_beside and bool(_BETWEEN.search(between))
        if not is_beside:
            kept.append(place)
    return kept


def _role(sentence: Sentence, trigger: Trigger, place: PlaceMention) -> str:
    """What the word before a place makes of it; empty where it only says that it is there."""
    words = sentence.words
    at = next(number for number, word in enumerate(words) if word.start >= place.start) - 1
    while at >= 0 and words[at].lower in _SKIPPED and words[at].lower not in _ROLES:
        at -= 1
    return _ROLES.get(words[at].lower, "") if at >= 0 else ""


def _moment_of(reading: TextReading, sentence: Sentence, at: int, others: Sequence[int]) -> Borne:
    """The moment of a trigger: its day, and the time of it that its clause says.

    `others` are the offsets of the triggers behind it.
    """
    day = _day_of(reading, sentence, at, others)
    clocks = (one for one in reading.clocks_in(sentence) if _is_of_clause(reading.text, one, at))
    clock = next(clocks, None)
    return (at_time(day, clock) if clock else None) or day


def _is_of_clause(text: str, clock: Clock, at: int) -> bool:
    """Whether a time of day and the trigger at an offset are of one clause."""
    between = text[at : clock.start] if at < clock.start else text[clock.end : at].lstrip(" ,")
    return _is_one_clause(between)


def _day_of(reading: TextReading, sentence: Sentence, at: int, others: Sequence[int]) -> Borne:
    """The day of a trigger: the last one named before it, else the first behind it.

    What is counted from the running date for another one is not the day of this one.
    """
    days: list[DayMention] = reading.days_in(sentence)
    if not days:
        return reading.borne[sentence.number]
    before = [
        one for one in days if one.start <= at and not reading.is_aside(sentence, one, at)
    ]  # fmt: skip
    behind = [
        one for one in days if one.start > at and _is_one_clause(reading.text[at : one.start])
    ]
    running = reading.borne[sentence.number]
    is_others = days[0].basis == "relative" and any(one < days[0].start for one in others)
    is_others |= reading.is_aside(sentence, days[0], at)
    if not behind and not before and is_others and running.moment:
        return running
    best = (behind or before[-1:] or days)[0]
    if _UNTIL.match(best.text) and before and before[-1] is not best and not before[-1].ends:
        # "Moved into it on 5 March, where fighting lasted until the 28th".
        return Borne(before[-1].moment, best.moment, before[-1].basis)
    return Borne(best.moment, best.ends, best.basis)


def _is_one_clause(between: str) -> bool:
    return not re.search(r"[,;:]|\b(?:and|but|while|when|until)\b", between)


def _is_outside(borne: Borne, reading: TextReading) -> bool:
    from mapping.format.dates import parse_moment

    if not borne.moment:
        return False
    moment = parse_moment(borne.moment)
    first, last = reading.first_day.toordinal(), reading.last_day.toordinal() + 1
    return moment.latest <= first or moment.earliest >= last


def _phrase(
    sentence: Sentence, trigger: Trigger, places: Sequence[PlaceMention] | Sequence[Party]
) -> tuple[int, int]:
    """At most ten words that hold the trigger and as many of the places as they can.

    Where there is none, as many of those who act.
    """
    words = sentence.words
    first, last = trigger.first, trigger.last
    for place in places:
        inside = [n for n, word in enumerate(words) if place.start <= word.start < place.end]
        low, high = min(first, *inside), max(last, *inside)
        if high - low < MAX_PHRASE_WORDS:
            first, last = low, high
    return words[first].start, words[last].end
