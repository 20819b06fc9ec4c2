"""Which names are places, and what each may mean; which one it means is settled elsewhere.

Geoparsing has two halves, recognition and resolution (Leidner, 2007; Gritta and others, 2020).
This is the first: the longest run of words that the gazetteer holds, at the edges of words, and
names with a word for a kind of place, which are listed even where no gazetteer has them. As the
gazetteer is looked up by `name_key`, ways of writing come together; a run of words is looked up
as a whole, which finds the same as an Aho-Corasick automaton over all names would, from the index
that is there already.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mapping.drafting.lexicon import actions, words_of
from mapping.drafting.naming import (
    DEEDS,
    STRONG,
    Evidence,
    Name,
    Names,
    is_force,
    is_power,
    is_titled,
)  # fmt: skip
from mapping.drafting.sentences import Sentence, Word
from mapping.drafting.world import Candidate, World, country_keys
from mapping.gazetteer.names import name_key
from mapping.gazetteer.natural import RIVER, SEA

MOST_WORDS = 6
SETTLED_HINTS = frozenset(("town", "village", "city", "camp", "fort"))
SITED_HINTS = frozenset(("bridge", "air base"))
"""A bridge or an airfield called after a town is at that town."""
FEWEST_WITHOUT_CASE = 15_000
"""In scripts without capitals any word may be a hamlet's name."""
FEWEST_BY_OTHER_NAME = 2_000
FEWEST_IN_CAPITAL = 50_000
_SITED_WORDS = frozenset(words_of("site"))


class Toponym(NamedTuple):
    """A name of a place in the text, with what it may mean; without candidates it is listed.

    `doubt` tells that nothing near it says that it is a place: only places beside it can; `article`
    that "the" stands before it.
    """

    start: int
    end: int
    text: str
    key: str
    sentence: int
    kind: str
    candidates: tuple[Candidate, ...]
    doubt: bool
    article: bool = False


class OtherName(NamedTuple):
    """A name that is no place: `kind` is `person`, `ship` or `other`."""

    start: int
    end: int
    text: str
    sentence: int
    kind: str


def find_toponyms(
    text: str, sentences: Sequence[Sentence], names: Names, world: World
) -> tuple[list[Toponym], list[OtherName]]:
    """The places of a text and its other names, in the order of the text."""
    places: list[Toponym] = []
    others: list[OtherName] = []
    for name in names.runs:
        for found in _read_name(text, name, names, world):
            if isinstance(found, Toponym):
                places.append(found)
            else:
                others.append(found)
    for sentence in sentences:
        places += _without_case(text, sentence, world)
    return sorted(places), sorted(others)


def _read_name(text: str, name: Name, names: Names, world: World) -> Iterator[Toponym | OtherName]:
    words = _stripped(name, names)
    if not words:
        return
    whole = _key(words)
    name.article = name.article or (name.shares and _is_river(whole, world))
    if name.words[0].lower in DEEDS and len(words) < len(name.words):
        yield _other(text, name.words, name, _kind(name, name.words, names, "other"))
        return
    if name.joined and not _is_joined_place(name):
        yield _other(text, name.words, name, _kind(name, name.words, names, "person"))
        return
    if is_force(name) and not _own(world.find(whole)):
        yield _other(text, name.words, name, _kind(name, name.words, names, "other"))
        return
    if is_titled(name) and not (name.hint_inside and words[0].lower in words_of("hint")):
        yield _other(text, name.words, name, _kind(name, name.words, names, "person"))
        return
    evidence = names.evidence.get(name.key) or Evidence(0, 0, 0)
    if found := _as_place(text, words, name, evidence, names, world):
        yield found
    elif not _is_only_a_beginning(words, name, evidence, names):
        kind = "person" if evidence.person > 0 else "other"
        yield _other(text, words, name, _kind(name, words, names, kind))


def _kind(name: Name, words: Sequence[Word], names: Names, usual: str) -> str:
    """What a name is that is no place."""
    return "ship" if {name.key, _key(words)} & names.ships else usual


def _is_river(key: str, world: World) -> bool:
    return any(one.kind == RIVER for one in world.find_natural(key))


def _is_joined_place(name: Name) -> bool:
    """Whether "the Horns of Hattin" is a place: people have no article before their names."""
    return name.article and name.words[0].lower not in words_of("title")


def _is_only_a_beginning(
    words: tuple[Word, ...], name: Name, evidence: Evidence, names: Names
) -> bool:
    """Whether a word has its capital only from the sentence that it begins."""
    if not name.begins or len(words) > 1 or evidence.person > 0 or name.is_ship:
        return False
    return name.key not in names.inside and (name.after,) not in actions()


def _stripped(name: Name, names: Names) -> tuple[Word, ...]:
    """The run without what only looks like a part of the name: "Then", "British", "Tuesday"."""
    words = list(name.words)
    if len(words) > 1 and words[1].text[0].isdigit():
        # "I-168" is whole.
        return name.words
    idle = {**words_of("people"), **words_of("weekday"), **words_of("month")}
    while words:
        lower = words[0].lower
        is_idle = lower in idle or (
            lower in words_of("stop")
            and (len(words) > 1 or not _is_meant(name, names))
            and not (len(words) > 1 and _is_part(lower))
        )
        is_all = name.hint_inside and all(one.lower in words_of("hint") for one in words[1:])
        if not is_idle or (len(words) > 1 and is_all):
            break
        words.pop(0)
    return tuple(words)


def _is_meant(name: Name, names: Names) -> bool:
    """Whether a word that may be a name is one here: "in Mobile", and then "Mobile" elsewhere."""
    evidence = names.evidence.get(name.key)
    if name.key in names.ships:
        return True
    return name.before in STRONG or bool(evidence and evidence.strong and not name.begins)


def _is_part(lower: str) -> bool:
    """Words that begin many names of places: "New Orleans", "Fort Royal", "North Anna"."""
    return lower in ("new", "little", "long", "north", "south", "east", "west", "royal", "old",
                     "upper", "lower", "seven", "two", "three", "great", "high")  # fmt: skip


def _as_place(
    text: str, words: tuple[Word, ...], name: Name, evidence: Evidence, names: Names, world: World
) -> Toponym | None:
    key = _key(words)
    hint = name.hint
    longer = f"{key}{name_key(name.after)}"
    if of_kind := (world.find_own(key, hint) or world.find_own(longer, hint)) if hint else ():
        return _toponym(text, words, name, hint, of_kind, False)
    own = _own(world.find(key))
    if not own and _is_generic(words) and (name.article or not world.find(key)):
        return None
    if not own and hint in ("", "region") and _is_country(key, name, evidence, world):
        return _toponym(text, words, name, "country", (), False)
    if not own and _is_somebodys(name, words, evidence, names):
        return None
    if hint and not own:
        return _hinted(text, words, name, world, hint)
    if not own and _has_article(words, name, evidence):
        return _toponym(text, words, name, "", (), False)
    is_town = len(key) >= 3 and (own or not _is_no_town(words, name, key, world))
    candidates = _worthy(world.find(key), name, evidence) if is_town else ()
    is_placed = bool(own) or name.listed or name.before in STRONG or evidence.place >= 1
    if candidates:
        doubt = not is_placed
        if name.begins and len(words) == 1 and words[0].lower in names.lower:
            return None
        return _toponym(text, words, name, "", candidates, doubt)
    if len(words) > 1 and (part := _longest_part(words, world)):
        return _toponym(text, part, name, "", world.find(_key(part)), True)
    if len(words) > 2 and any(one.lower in ("de", "von", "van") for one in words[1:-1]):
        return None
    if _is_unknown_place(words, name, evidence):
        return _toponym(text, words, name, "", (), False)
    if _may_be_water(words, name, evidence, world):
        return _toponym(text, words, name, "", (), True)
    return None


def _may_be_water(words: Sequence[Word], name: Name, evidence: Evidence, world: World) -> bool:
    """Whether "the" stands before a name that a river or a sea has: "they forced the Narva"."""
    key = _key(words)
    named = (*world.find_natural(key), *world.find_natural_short(key))
    ends = not name.after or name.after in words_of("stop")
    return (
        name.article and ends and not name.genitive and len(key) >= 4 and evidence.person <= 0
        and name.after not in words_of("unit") and not is_force(name)
        and any(one.kind in (RIVER, SEA) for one in named)
    )  # fmt: skip


def _has_article(words: Sequence[Word], name: Name, evidence: Evidence) -> bool:
    """Whether "the" makes a single name a river's or a region's: "the Vistula"; no town has it."""
    lower = words[0].lower
    is_word = any(lower in words_of(group) for group in ("stop", "title", "people", "unit", "hint"))
    ends = not name.after or name.after in words_of("stop")
    is_people = lower.endswith(("s", "ese")) and evidence.strong == 0
    return (
        name.article and len(words) == 1 and ends and not is_word and not is_people
        and not words[0].text.isupper() and len(lower) >= 4 and evidence.place > 0
        and evidence.place > evidence.person and not name.genitive
    )  # fmt: skip


def _is_no_town(words: Sequence[Word], name: Name, key: str, world: World) -> bool:
    """Whether "the" stands before a single name, which no town has but "the Hague": "the Andes"."""
    ends = not name.after or name.after in words_of("stop")
    with_it = world.find(f"the{key}")
    is_town = any(one.population >= FEWEST_IN_CAPITAL for one in with_it)
    return name.article and len(words) == 1 and ends and not is_town


def _is_generic(words: Sequence[Word]) -> bool:
    """Whether the run is only a word for a kind of thing, written large: "the Republic"."""
    return all(
        one.lower in words_of("hint") or one.lower in words_of("unit") for one in words
    )  # fmt: skip


def _is_country(key: str, name: Name, evidence: Evidence, world: World) -> bool:
    """Whether the key is a country's name, and not that of its capital or of a person too."""
    code = country_keys().get(key)
    # "The Jordan" is a river.
    if name.article and not name.hint and not key.endswith("s"):
        return False
    if code is None or evidence.person >= 3:
        return False
    return not any(
        one.country == code and one.is_first_name and one.population >= FEWEST_IN_CAPITAL
        for one in world.find(key)
    )


def _is_unknown_place(words: Sequence[Word], name: Name, evidence: Evidence) -> bool:
    """Whether a name that nobody holds is a place all the same, by what stands around it."""
    if any(one.lower in words_of("stop") for one in words) or evidence.place <= evidence.person:
        return False
    is_code = len(words) == 1 and words[0].text.isupper() and len(words[0].text) <= 5
    return not is_code and (evidence.strong > 0 or name.listed or evidence.place >= 0.8)


def _is_somebodys(name: Name, words: tuple[Word, ...], evidence: Evidence, names: Names) -> bool:
    """Whether the name belongs to a person or a people, by what stands around it in the text."""
    last = names.evidence.get(name_key(words[-1].text))
    person = max(evidence.person, last.person if last and not name.hint_inside else 0)
    place = evidence.place
    if name.hint_inside:
        return False
    if name.before in STRONG and person < 4 and not is_power(name):
        return False
    return person > place


def _hinted(
    text: str, words: tuple[Word, ...], name: Name, world: World, hint: str
) -> Toponym | None:
    """A name with a word for a kind of place: "Majuba Hill", "the village of Zardeh"."""
    candidates = world.find(_key(words))
    if name.hint_inside:
        is_sited = hint in SETTLED_HINTS or words[-1].lower in _SITED_WORDS
        if is_sited and not candidates and not _is_called_after(words):
            candidates = _bare(words, world)
        return _toponym(text, words, name, hint, candidates, False)
    if hint in SETTLED_HINTS | SITED_HINTS or name.after in _SITED_WORDS:
        return _toponym(text, words, name, "" if candidates else hint, candidates, False)
    own = tuple(one for one in candidates if one.is_own)
    # "The valley of Cajamarca" is where Cajamarca is; a river is somewhere else, too.
    if name.before == "of" and hint not in ("river", "sea", "region"):
        return _toponym(text, words, name, "" if candidates else hint, candidates, False)
    return _toponym(text, words, name, hint, own, False)


def _is_called_after(words: tuple[Word, ...]) -> bool:
    """Whether a fort has somebody's name: "Fort Blakely" is not at a town Blakely."""
    return words_of("hint").get(words[0].lower) == "fort"


def _bare(words: tuple[Word, ...], world: World) -> tuple[Candidate, ...]:
    """What the name means without its word for a kind: "Kermanshah City"."""
    hints = words_of("hint")
    kept = words[:-1] if words[-1].lower in hints else words[1:]
    return world.find(_key(kept)) if kept else ()


def _worthy(
    candidates: tuple[Candidate, ...], name: Name, evidence: Evidence
) -> tuple[Candidate, ...]:
    """Without hamlets that only have the name besides their own, unless it is surely a place."""
    if evidence.strong or name.listed:
        return candidates
    return tuple(
        one for one in candidates
        if one.is_own or one.is_first_name or one.population >= FEWEST_BY_OTHER_NAME
    )  # fmt: skip


def _longest_part(words: tuple[Word, ...], world: World) -> tuple[Word, ...]:
    """The longest part of a run that is one of the campaign's own places."""
    for length in range(min(len(words) - 1, MOST_WORDS), 0, -1):
        for at in range(len(words) - length + 1):
            part = words[at : at + length]
            if _own(world.find(_key(part))):
                return part
    return ()


def _without_case(text: str, sentence: Sentence, world: World) -> Iterator[Toponym]:
    """Places in scripts without capitals, where only the gazetteer tells a name from a word.

    And what the campaign's own gazetteer writes in small letters: "border villages".
    """
    words = sentence.words
    at = 0
    while at < len(words):
        length = _matched(words, at, world) if not words[at].is_capital else 0
        if length:
            part = words[at : at + length]
            key = _key(part)
            yield Toponym(
                part[0].start, part[-1].end, text[part[0].start : part[-1].end], key,
                sentence.number, "", world.find(key), False,
            )  # fmt: skip
        at += length or 1


def _matched(words: Sequence[Word], at: int, world: World) -> int:
    """How many words from here are one name; 0 if none."""
    if words[at].text[0].isdigit():
        return 0
    for length in range(min(MOST_WORDS, len(words) - at), 0, -1):
        key = _key(words[at : at + length])
        if words[at].has_case:
            if key in world.small_letters:
                return length
            continue
        found = world.find(key) if len(key) >= 4 else ()
        if any(one.is_own or one.population >= FEWEST_WITHOUT_CASE for one in found):
            return length
    return 0


def _own(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    return tuple(one for one in candidates if one.is_own)


def _key(words: Sequence[Word]) -> str:
    return "".join(name_key(word.text) for word in words)


def _toponym(
    text: str, words: Sequence[Word], name: Name, kind: str,
    candidates: tuple[Candidate, ...], doubt: bool,
) -> Toponym:  # fmt: skip
    start, end = words[0].start, words[-1].end
    # "Kermanshah province" is another place than the town, and so is resolved by itself.
    # So is a pass of the campaign's own that is called like a village.
    is_apart = not candidates or (kind and candidates[0].kind == kind)
    key = f"{_key(words)} {kind}".strip() if is_apart else _key(words)
    return Toponym(
        start, end, text[start:end], key, name.sentence, kind, candidates, doubt, name.article
    )


def _other(text: str, words: Sequence[Word], name: Name, kind: str) -> OtherName:
    return OtherName(
        words[0].start, words[-1].end, text[words[0].start : words[-1].end], name.sentence, kind
    )
