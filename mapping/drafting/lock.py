"""The lock: whoever proposes a claim, it enters only as far as the text bears it.

The same for what the tool drafts itself, for a language model's answer, and for anybody's file. A
claim enters with a phrase that stands verbatim in the sentence that it names, with places that
are named in that sentence and are in the gazetteer or listed as unplaced (what happened to a ship
or a fleet may have none: it was wherever that was), with a moment that the
sentence bears, and with actors whom the text names. Everything else is refused, and the refusal
says why. Titles and summaries are not taken from anybody: they are made of what was verified.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mapping.checks.evidence import MAX_PHRASE_WORDS
from mapping.drafting.acting import is_of_the_sea
from mapping.drafting.chronology import Basis
from mapping.drafting.reading import TextReading
from mapping.drafting.sentences import Sentence
from mapping.format.kinds import claim_words

ROLES: dict[str, tuple[str, ...]] = {"movements": ("from", "via", "to"), "events": ("at",)}
MODES = ("actual", "planned", "alleged")
MOST_PLACES = 30
LONGEST = 300
"""The longest text of a field that is looked at."""


class Part(NamedTuple):
    """A place's name as it stands in the sentence, and what it is in the claim."""

    text: str
    role: str


class Proposal(NamedTuple):
    """A claim that somebody proposes. `sentence` is the offset at which its sentence begins."""

    sentence: int
    phrase: str
    table: str
    kind: str
    places: tuple[Part, ...]
    moment: str
    ends: str = ""
    mode: str = "actual"
    actor: str = ""
    against: str = ""


class ClaimPlace(NamedTuple):
    """A place of a claim, and its role there."""

    place_id: str
    role: str


class Claim(NamedTuple):
    """A claim that the text bears. Offsets are those of the phrase; an empty moment is unknown."""

    start: int
    end: int
    phrase: str
    sentence: int
    table: str
    kind: str
    mode: str
    actor: str
    against: str
    places: tuple[ClaimPlace, ...]
    moment: str
    ends: str
    basis: Basis


class Refusal(NamedTuple):
    """What was not drafted: the stretch of the text, what was proposed, and why not."""

    start: int
    end: int
    proposed: str
    why: str


class _Refused(Exception):
    """Why a proposal does not enter."""


def judge(proposal: Proposal, reading: TextReading) -> Claim | Refusal:
    """Let a proposal in as a claim, or say why not."""
    sentence = reading.sentence_at(proposal.sentence)
    try:
        if sentence is None:
            raise _Refused(f"no sentence of the text begins at {proposal.sentence}")
        _check_words(proposal)
        start = _find_phrase(proposal.phrase, reading.text, sentence)
        places = _find_places(proposal, reading, sentence)
        basis = _find_moment(proposal, reading, sentence)
        for who in (proposal.actor, proposal.against):
            _find_actor(who, reading, sentence)
    except _Refused as refused:
        span = (sentence.start, sentence.end) if sentence else (0, 0)
        return Refusal(*span, f"{proposal.kind}: {proposal.phrase}"[:LONGEST], str(refused))
    return Claim(
        start, start + len(proposal.phrase), proposal.phrase, sentence.number, proposal.table,
        proposal.kind, proposal.mode, proposal.actor, proposal.against, places, proposal.moment,
        proposal.ends, basis,
    )  # fmt: skip


def _check_words(proposal: Proposal) -> None:
    """The words of the format, and bounded texts."""
    if any(isinstance(cell, str) and len(cell) > LONGEST for cell in proposal):
        raise _Refused(f"one of its texts is longer than {LONGEST} characters")
    if proposal.table not in ROLES:
        raise _Refused(f"no table {proposal.table!r}: events or movements")
    if proposal.kind not in claim_words(proposal.table):
        raise _Refused(f"no kind of {proposal.table}: {proposal.kind!r}")
    if proposal.mode not in MODES:
        raise _Refused(f"no mode {proposal.mode!r}: {', '.join(MODES)}")


def _find_phrase(phrase: str, text: str, sentence: Sentence) -> int:
    """Where the phrase stands in its sentence."""
    if not phrase.strip():
        raise _Refused("it quotes no phrase")
    if len(phrase.split()) > MAX_PHRASE_WORDS:
        raise _Refused(f"its phrase is longer than {MAX_PHRASE_WORDS} words")
    start = find_at_edges(phrase, text, sentence.start, sentence.end)
    if start < 0:
        raise _Refused("its phrase does not stand in that sentence")
    return start


def find_at_edges(phrase: str, text: str, start: int, end: int) -> int:
    """Where a phrase stands in a stretch of the text, not inside other words; else -1."""
    found = re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)").search(text, start, end)
    return found.start() if found else -1


def _find_places(
    proposal: Proposal, reading: TextReading, sentence: Sentence
) -> tuple[ClaimPlace, ...]:
    if not proposal.places and not _is_at_sea(proposal, reading, sentence):
        raise _Refused("it names no place")
    if len(proposal.places) > MOST_PLACES:
        raise _Refused(f"it names more than {MOST_PLACES} places")
    named = {one.text: one.place_id for one in reading.places_in(sentence)}
    made = []
    for part in proposal.places:
        if part.role not in ROLES[proposal.table]:
            raise _Refused(f"no role {part.role!r} in {proposal.table}")
        if part.text not in named:
            raise _Refused(f"that sentence names no place {part.text[:60]!r}")
        made.append(ClaimPlace(named[part.text], part.role))
    return tuple(dict.fromkeys(made))


def _is_at_sea(proposal: Proposal, reading: TextReading, sentence: Sentence) -> bool:
    """Whether it tells what happened to a ship or a fleet, which is wherever that was."""
    names = (proposal.actor, proposal.against)
    return proposal.table == "events" and is_of_the_sea(reading, sentence, names)


def _find_moment(proposal: Proposal, reading: TextReading, sentence: Sentence) -> Basis:
    bears = reading.bears(sentence)
    fitting = [one for one in bears if one.moment == proposal.moment]
    if not fitting:
        said = ", ".join(one.moment or "no day" for one in bears)
        raise _Refused(f"that sentence bears {said}, not {proposal.moment or 'no day'}")
    ends = {one.ends for one in fitting} | {one.moment for one in bears[1:]} | {""}
    if proposal.ends not in ends:
        raise _Refused(f"that sentence does not bear the end {proposal.ends}")
    return fitting[0].basis


def _find_actor(who: str, reading: TextReading, sentence: Sentence) -> None:
    """Somebody whom the text has named by the end of that sentence, or nobody."""
    if not who:
        return
    if who != who.strip() or find_at_edges(who, reading.text, 0, sentence.end) < 0:
        raise _Refused(f"the text has not named {who[:60]!r} so far")
    if not _is_party(who, reading, sentence):
        raise _Refused(f"{who[:60]!r} is nobody who acts")


def _is_party(who: str, reading: TextReading, sentence: Sentence) -> bool:
    return any(
        who in party.text or party.text in who
        for number in range(sentence.number, -1, -1)
        for party in reading.parties[number]
    )
