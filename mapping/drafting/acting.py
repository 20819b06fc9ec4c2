"""Who does what a verb of a sentence says, and whom it meets: the parties on either side of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from mapping.drafting.lexicon import actions, words_of
from mapping.drafting.parties import SHIPS, Party
from mapping.drafting.reading import IN_ASIDE, TextReading
from mapping.drafting.sentences import Sentence
from mapping.format.kinds import force_kind

_PASSIVE = re.compile(r"\b(?:was|were|been|being|is|are|be|got)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_PASSIVE_TOO = re.compile(
    r"\b(?:was|were|been)\s+(?:\w+ly\s+)?\w+\s+(?:or|and(?=\s+(?:sunk|taken|destroyed|captured|"
    r"scuttled|torpedoed)\b))\s+"
)
"""What "was" says of a second verb, too: "was torpedoed and sunk"."""
_ACCOMPANIED = re.compile(r", with [^,.;]*$")
_APPOSITION = re.compile(r"^,[^,;]*,\s")
_LISTED = re.compile(rf"(?:,|,? and|,? or)\s+(?:the\s+(?:[\w-]+\s+)?(?:(?:{SHIPS})\s+)?)?")
_JOINT = re.compile(r"(?:,|,? and) (?:the )?")
_OWN_LOSS = frozenset(words_of("lost-itself"))
_BEFORE_OBJECT = frozenset((
    *words_of("where-surely"), "of", "by", "under", "against", "with", "to", "from", "for", "upon",
    "behind", "left", "lost", "losing", "killed", "killing", "wounded", "captured", "capturing",
    "took", "taking",
))  # fmt: skip
_DONE_TO = re.compile(
    r"\b(?:he|she|they|it|who|[A-Z]\w+) (?!(?:order|ask|urg|instruct|direct|allow|persuad|forc|"
    r"command|request|want|expect|permitt|help)ed\b)[a-z]+ed (?:the )?$"
    r"|\bto [a-z]{3,} (?:(?:the|an?|his|her|its|their) )?$"
)
"""Before whom something is done to, "He visited", "to stop the", but not "Buller ordered"."""
_SOME_OF = re.compile(
    r"\b(?:elements?|parts?|units|most|bulk|remnants?|remains|rest|all|half|some|vanguard|survivors)"
    r" of (?:the )?$", re.IGNORECASE,
)  # fmt: skip
"""Before whose own part acts: "Elements of the 1st Cavalry Division"."""
_OTHERS = re.compile(r"\b(?:which|where|that|whom) (?:the|a|an|its|their) \w+ (?:\w+ly )?$")
"""Before a verb whose subject is nobody of those: "the Gates, which the enemy abandoned"."""
_COUNTED = frozenset((
    "the", "a", "an", "both", "some", "all", *words_of("number"), *words_of("before-party"),
    *words_of("of-unit"), *words_of("ship"),
))  # fmt: skip
"""What may stand between a verb and whom it meets, which is a party: "the two German cruisers"."""
_HOW_MANY = _COUNTED | {
    "his", "her", "its", "their", "about", "around", "nearly", "almost", "over", "roughly", "more",
    "fewer", "less", "than", "hundred", "thousand", "hundreds", "thousands", "many", "most",
}  # fmt: skip
"""What may stand between a preposition and whom it is of: "lost about 3,800 men"."""
_WINDS = ("north", "south", "east", "west", "north-east", "north-west", "south-east", "south-west")
_BETWEEN = frozenset(
    ("and", "but", "both", "all", "from", "of", "the", *_WINDS, *words_of("auxiliary"))
)
_VERBS = frozenset(("was", "were", "had", "turned", "blew", "went", "ran", "opened"))
"""Verbs, and first words of verbs, besides those of the lexicon."""


class Subject(NamedTuple):
    """Whom "they" and whom "he" may mean; each empty where nobody was named."""

    any: str
    person: str


class Acting(NamedTuple):
    """Who acts, and against whom; each may be several ships of a list.

    `said` are the words of that list: "Nachi and Haguro".
    """

    actors: tuple[Party, ...] = ()
    against: tuple[Party, ...] = ()
    said: str = ""
    subject: str = ""
    """Who acts where only "they" do in the sentence."""

    @property
    def parties(self) -> list[Party]:
        """All of them that the sentence names, in its order."""
        return sorted([*self.actors, *self.against])

    @property
    def is_navy(self) -> bool:
        """Whether ships act, or a fleet."""
        return any(force_kind(one.kind).is_at_sea for one in self.actors)

    @property
    def each(self) -> list[tuple[str, str]]:
        """Each who acts, and whom they meet: of several ships each goes its way."""
        met = self.against[0].text if self.against else ""
        return [(one.text, met) for one in self.actors] or [(self.subject, met)]

    @property
    def together(self) -> list[tuple[str, str]]:
        """All who act, and each whom they meet: each ship is hit by itself."""
        by = self.said if len(self.actors) > 1 else self.each[0][0]
        return [(by, one.text) for one in self.against] or [(by, "")]


def find_acting(
    reading: TextReading, sentence: Sentence, first: int, last: int, subject: Subject
) -> Acting:
    """Who acts by the words `first` to `last` of a sentence, as far as it says so.

    `subject` is whom "they" and "he" mean there.
    """
    words, text = sentence.words, reading.text
    at, end = words[first].start, words[last].end
    parties = reading.parties[sentence.number]
    before = [
        one for one in parties
        if one.end <= at and not is_object(text, _with_those_before(text, parties, one)[0])
        and not _is_in_aside(text, sentence, one, at)
    ]  # fmt: skip
    behind = [one for one in parties if one.start >= end]
    said = " ".join(word.lower for word in words[first : last + 1])
    subjects = _listed(text, parties, before[-1] if before else None)
    if _PASSIVE.search(text[sentence.start : at]) or _is_passive_too(text, sentence.start, at, end):
        by = next((one for one in behind if _word_before(text, one) == "by"), None)
        return _acting(text, _listed(text, parties, by), subjects)
    met = next((one for one in behind[:1] if _is_met(text, end, one)), None)
    if said in _OWN_LOSS and met is None:
        # Who sinks, and sinks nobody, is lost.
        return _acting(text, (), subjects)
    against = _listed(text, parties, met)
    if against and said in words_of("sends"):
        # Whoever is sent goes.
        return _acting(text, against, ())
    if _OTHERS.search(text, before[-1].end if before else sentence.start, at):
        return Acting((), against)
    if before:
        joint = _with_those_before(text, parties, before[-1])
        return _acting(text, subjects if len(subjects) > 1 else joint, against)
    spoken = {word.lower for word in words[: first + 1]}
    if spoken & {"he", "she"}:
        return Acting((), against, subject=subject.person or subject.any)
    return Acting((), against, subject=subject.any if spoken & {"they", "who"} else "")


def subject_after(
    reading: TextReading, sentence: Sentence, said: int | None, subject: Subject
) -> Subject:
    """Whom "they" and "he" of the next sentence may mean: who acts first in this one.

    Its first verb begins at the offset `said`; None where it has none that is known.
    """
    end = sentence.end if said is None else said
    acting = [
        one for one in reading.parties[sentence.number]
        if one.end <= end and not is_object(reading.text, one)
    ]  # fmt: skip
    # Of a deed that is not known the first name is the likelier doer; what is none says nothing.
    likely = [one for one in acting[:1] if one.text[0].isupper()] if said is None else acting[-1:]
    if not likely:
        return subject
    who = likely[0].text
    return Subject(who, who if _is_person(likely[0]) else subject.person)


def _is_person(party: Party) -> bool:
    peoples = {**words_of("people"), **words_of("unit")}
    return not party.kind and not any(word.lower() in peoples for word in party.text.split())


def _is_in_aside(text: str, sentence: Sentence, party: Party, at: int) -> bool:
    """Whether somebody is named in a clause about another, which ends before an offset."""
    return bool(IN_ASIDE.search(text[sentence.start : party.start])) and "," in text[party.end : at]


def _is_passive_too(text: str, start: int, at: int, end: int) -> bool:
    return any(one.end() == at for one in _PASSIVE_TOO.finditer(text, start, end))


def _acting(text: str, actors: tuple[Party, ...], against: tuple[Party, ...]) -> Acting:
    said = ""
    if len(actors) > 1:
        said = text[actors[0].end - len(actors[0].text) : actors[-1].end]
    return Acting(actors, against, said)


def _listed(text: str, parties: Sequence[Party], one: Party | None) -> tuple[Party, ...]:
    """A party; of a list of ships each of them: "Exeter, Encounter and Pope"."""
    if one is None:
        return ()
    at = parties.index(one)
    first = last = at
    while first > 0 and _are_ships(text, parties[first - 1], parties[first]):
        first -= 1
    while last + 1 < len(parties) and _are_ships(text, parties[last], parties[last + 1]):
        last += 1
    if first < last and _is_told(text, parties[first].start, parties[last].end):
        # "They sank Kaga, and Hiryu turned": one ends what was done, the other begins anew.
        first, last = (last, last) if at == last else (first, last - 1)
    each = {one.text: one for one in parties[first : last + 1]}
    return tuple(each.values())


def _with_those_before(text: str, parties: Sequence[Party], one: Party) -> tuple[Party, ...]:
    """A party, and those of one list with it: "Sherman, Logan and McPherson attacked"."""
    at = first = parties.index(one)
    while first > 0 and _are_joint(text, parties[first - 1], parties[first]):
        first -= 1
    each = {member.text: member for member in parties[first : at + 1]}
    return tuple(each.values())


def _are_joint(text: str, one: Party, other: Party) -> bool:
    """Whether two are named in one breath, and each by a name."""
    are_names = one.text[0].isupper() and other.text[0].isupper()
    return are_names and bool(_JOINT.fullmatch(text, one.end, other.start))


def _is_told(text: str, start: int, end: int) -> bool:
    """Whether a verb stands on either side of a stretch."""
    before = _words_before(text, start)
    behind = re.match(r"\s+(\w+)", text[end : end + 40])
    if not before or behind is None:
        return False
    return _is_verb(before[-1]) and _is_verb(behind[1].lower())


def _is_verb(word: str) -> bool:
    return (word,) in actions() or word in _VERBS


def _are_ships(text: str, one: Party, other: Party) -> bool:
    return is_ship(one) and is_ship(other) and bool(
        _LISTED.fullmatch(text, one.end, other.start)
    )  # fmt: skip


def is_ship(party: Party) -> bool:
    """Whether a party is a ship that is called by her name."""
    return bool(party.whole)


def is_of_the_sea(reading: TextReading, sentence: Sentence, names: Sequence[str]) -> bool:
    """Whether one of these is a ship or a fleet that the sentence itself names."""
    return any(
        force_kind(party.kind).is_at_sea and any(party.text in name for name in names)
        for party in reading.parties[sentence.number]
    )


def is_plain(reading: TextReading, sentence: Sentence, acting: Acting, first: int) -> bool:
    """Whether nothing but verbs stands between who is told of and the word `first`.

    "Hiryu, the last carrier, turned and struck back", but not "Lion, and a turret burned".
    """
    at = sentence.words[first].start
    before = [one.end for one in acting.parties if one.end <= at]
    if not before:
        return bool(acting.against) and not acting.actors
    start = max(before)
    if gap := _APPOSITION.match(reading.text[start:at]):
        start += gap.end()
    if re.search(r"[;:,]", reading.text[start:at].rstrip(" ,")):
        return False
    parties = [one for one in reading.parties[sentence.number] if start <= one.start < at]
    between = [
        word.lower
        for word in sentence.words
        if start <= word.start < at
        and not any(one.start <= word.start < one.end for one in parties)
    ]
    return all(word in _BETWEEN or _is_verb(word) or word.endswith("ly") for word in between)


def is_object(text: str, party: Party) -> bool:
    """Whether the word before a party makes it no subject: "of the British", "lost 300 men"."""
    if _ACCOMPANIED.search(text, max(0, party.start - 60), party.start):
        return True
    if _SOME_OF.search(text, max(0, party.start - 30), party.start):
        return False
    if _word_before(text, party) in _BEFORE_OBJECT:
        return True
    return bool(_DONE_TO.search(text[max(0, party.start - 60) : party.start]))


def _is_met(text: str, end: int, party: Party) -> bool:
    between = text[end : party.start]
    words = between.lower().split()
    if words and words[0] in ("against", "with", "on", "upon"):
        words = words[1:]
    return bool(re.fullmatch(r"[\w\s-]+", between)) and all(word in _COUNTED for word in words)


def _word_before(text: str, party: Party) -> str:
    words = _words_before(text, party.start)
    is_counted = party.text[0].islower()
    while words and (words[-1] in _HOW_MANY or (is_counted and words[-1].isdigit())):
        words.pop()
    return words[-1] if words else ""


def _words_before(text: str, at: int) -> list[str]:
    """The words of a sentence before an offset, without those that count or call who follows."""
    words = re.findall(r"\w+", re.split(r"[.!?;:\n]", text[max(0, at - 40) : at].lower())[-1])
    while words and words[-1] in _COUNTED:
        words.pop()
    return words
