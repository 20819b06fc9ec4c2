"""A rule about who acted: the source may name somebody else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from mapping.checks.evidence import MAX_PHRASE_WORDS
from mapping.checks.report import report
from mapping.format.campaign import Campaign
from mapping.format.kinds import force_kind
from mapping.format.problems import Problem
from mapping.format.tables import Event, Force

Words = tuple[str, ...]
ALIKE_LETTERS = 4
"""Two words that begin with so many same letters are forms of one name: Roman, Romans."""
LITTLE_WORDS = {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to"}


class _Named(NamedTuple):
    """Somebody who bears a name: a force, or a side where `force_id` is empty."""

    side_id: str
    force_id: str


def check_actors_named(campaign: Campaign) -> Iterator[Problem]:
    """No passage of an event names another force where the row has this one act.

    Phrases are short and often name nobody, which proves nothing. Reported is only an actor of
    whom no passage holds a word, while one names another force of the same side, or somebody of
    a side that has no part in the event. A leader's name may stand for the troops. Evidence for
    `by_force_ids` that is inferred says that the actor is a reading.
    """
    names = _names(campaign)
    for event in campaign.events.values():
        passages = [one for one in campaign.evidence_for(event) if one.stance != "disputes"]
        inferred = [one for one in passages if one.stance == "inferred"]
        if any(one.field in ("", "by_force_ids") for one in inferred):
            continue
        phrases = [_words(one.words) for one in passages if one.words]
        for force_id in event.by_force_ids:
            others = _named_instead(campaign, event, campaign.forces[force_id], phrases, names)
            if others:
                actor = campaign.forces[force_id].name
                yield report(
                    "actor-unnamed", "note", event, "by_force_ids",
                    f"the passages name {' and '.join(others)} and not {actor}", force_id,
                    "an actor whom a passage names",
                    "name the force that the source names, quote words that name this one, or "
                    "give evidence for by_force_ids that is inferred and says why",
                )  # fmt: skip


def _names(campaign: Campaign) -> dict[Words, dict[_Named, str]]:
    """Who bears a name, by its words, each with the name as it is written."""
    names: dict[Words, dict[_Named, str]] = {}
    for side in campaign.sides.values():
        names.setdefault(_words(side.name), {})[_Named(side.side_id, "")] = side.name
    for force in campaign.forces.values():
        for name in filter(None, (force.name, force.short_name)):
            names.setdefault(_words(name), {})[_Named(force.side_id, force.force_id)] = name
    return names


def _named_instead(
    campaign: Campaign, event: Event, actor: Force, phrases: list[Words],
    names: dict[Words, dict[_Named, str]],
) -> list[str]:  # fmt: skip
    """The names of others in the passages of an event; none where its actor is named as well."""
    in_event = {*event.by_force_ids, *event.against_force_ids, event.into_force_id} - {""}
    sides = {campaign.forces[force_id].side_id for force_id in in_event}
    own = {word for name in (actor.name, actor.short_name) for word in _words(name)}
    own |= set(_words(campaign.sides[actor.side_id].name))
    found: dict[str, None] = {}
    for phrase in phrases:
        theirs: set[int] = set()
        for begin, end in _stretches(phrase):
            for named, name in names.get(phrase[begin:end], {}).items():
                if named.force_id == actor.force_id:
                    return []
                if _is_other(campaign, named, actor, in_event, sides):
                    theirs.update(range(begin, end))
                    found[name] = None
        rest = [word for number, word in enumerate(phrase) if number not in theirs]
        if any(_is_form(word, name) for word in rest for name in own - LITTLE_WORDS):
            return []
    return list(found)


def _stretches(phrase: Words) -> Iterator[tuple[int, int]]:
    """Where a name of at most so many words as a phrase has may stand in it."""
    for begin in range(len(phrase)):
        for end in range(begin + 1, min(len(phrase), begin + MAX_PHRASE_WORDS) + 1):
            yield begin, end


def _is_other(
    campaign: Campaign, named: _Named, actor: Force, in_event: set[str], sides: set[str]
) -> bool:
    """Whether it is somebody who has no part in the event, and could be meant by the source."""
    if named.side_id != actor.side_id:
        return named.side_id not in sides
    if not named.force_id or named.force_id in in_event:
        return False
    force = campaign.forces[named.force_id]
    return not force_kind(force.kind).leads and not _is_part(campaign, force, actor)


def _is_part(campaign: Campaign, force: Force, whole: Force) -> bool:
    """Whether a force belongs to another, be it by way of others."""
    seen: set[str] = set()
    while force.part_of and force.part_of not in seen:
        seen.add(force.part_of)
        if force.part_of == whole.force_id:
            return True
        force = campaign.forces[force.part_of]
    return False


def _is_form(word: str, name: str) -> bool:
    """Whether a word is a name or a form of it: Norman and Normans, Saxon and Saxons."""
    if min(len(word), len(name)) < ALIKE_LETTERS:
        return word.removesuffix("s") == name.removesuffix("s")
    return word.startswith(name) or name.startswith(word)


@lru_cache(maxsize=1000)
def _words(text: str) -> Words:
    """The words of a text in small letters, without accents; a possessive is a word of its own."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return tuple(re.findall(r"\w+(?:'\w+)?", plain))
