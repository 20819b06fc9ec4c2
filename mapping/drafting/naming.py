"""The names in a text: runs of capitals, and what stands around them.

A name is what is written with capitals, and the small words inside it ("Qasr-e", "Rio de la").
What a name is, its neighbours say: a title or a given name before it (a person), a word for a
body of people behind it (a force), a word for a kind of place on either side (a place), a
preposition of place before it. The evidence is summed over the whole text, since a name means
the same thing all through one text (one sense per discourse: Gale, Church and Yarowsky, 1992).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from mapping.drafting.lexicon import actions, words_of
from mapping.drafting.sentences import Sentence, Word
from mapping.gazetteer.names import name_key

STRONG = frozenset(words_of("where-surely"))
"""Before a name these nearly always mean a place."""
WEAK = frozenset(words_of("where-perhaps"))
_PERSON = frozenset(words_of("person-does"))
_PERSONAL = frozenset(words_of("person-after"))
_TITLES_BEHIND = frozenset(
    ("pasha", "bey", "khan", "shah", "sultan", "aga", "begum", "emir", "amir", "ras", "raja")
)
"""Titles that stand behind their names: "Osman Pasha"."""
_PARTICLES = frozenset(words_of("particle"))
_ELIDED = re.compile(r"[ld]['’]\w+")
"""Of Braine-l'Alleud and Villers-d'Orval the end, which begins with a small letter."""
_HEADS = frozenset(words_of("head-of-no-place"))
_BODIES = frozenset(words_of("of-side"))
"""What a power has: "Union troops", "in Union hands"."""
_PARTICLES_OF_VERBS = frozenset(("off", "back", "out", "up", "down", "away"))
_PLACED_HEADS = frozenset(words_of("head-of-place"))


_ADDRESS = re.compile(r"[@#]\w+|\b\w+://\S+|\b[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/\S*")
"""The parts of a host's name have at most 63 letters; without a bound each letter of a long run
looks through all that follow."""
_SAID_BEHIND = re.compile(
    r", (?:a|an|the|then a|now a|once a)(?: [a-z-]+){0,2}? (village|town|city|hamlet|port)\b"
)
"""What a name is may be said behind it: "Hastings, a small town"."""
_SAID_BEFORE = re.compile(r"\b(village|town|suburb|city|settlement|hamlet|port), $")
_WHO = re.compile(r",? (?:who|whom|whose|himself|herself)\b")

_TAKEN = re.compile(
    r" (?:was|were|had been|has been|is|are) (?:\w+ly |again |soon |then )?(?:stormed|besieged|"
    r"occupied|bombarded|shelled|evacuated|abandoned|liberated|sacked|razed|burned|burnt|looted|"
    r"retaken|recaptured|reoccupied|bombed|blockaded|fortified|plundered)\b"
)
"""What is done to towns and not to people."""
_SHIP_WORDS = "|".join(words_of("ship"))
_SHIP_BEHIND = re.compile(
    r", (?:an?|the|his|her|its|their|\w+['’]s)(?: (?!of\b)[\w-]+){0,3} "
    rf"(?:{_SHIP_WORDS})(?=[,.;)])"
)
"""What a ship is may be said behind it: "Hiryu, the last carrier, ..."."""
_SHIP_AHEAD = re.compile(rf"\b(?:{_SHIP_WORDS}), (?:the )?$", re.IGNORECASE)
"""Or before it: "his flagship, the Victory"."""
_SHIP_LOST = re.compile(
    rf"\s+(?:(?:was|were|had been|is) (?:\w+ly )?(?:{'|'.join(words_of('ship-lost'))})\b"
    r"|(?:sank|capsized|foundered|blew up)(?=[.,;]|\s+(?:at|on|that|in|within|with|after|before"
    r"|about|off|near|and|while|as|soon|by|under|there|during|some|half|an?)\b))"
)
"""What only ships suffer; who sinks another one has it behind the verb."""
_SHE = re.compile(r"[^.;!?\n]{1,80}\b(?:where|when|and|until|before|but) she\b")
"""Of what has an article only a ship is a she: "the Victory was towed in, where she anchored"."""
_OF_SHIP = frozenset(words_of("of-ship"))
_SUNK = frozenset(words_of("ship-lost"))
_ABOARD = ("aboard", "torpedoed", "scuttled", "sank")
_MARKED = re.compile(r"[A-Z]{1,2}-\d{1,4}s?\b")
"""A ship or an aircraft by letter and number: "I-168", "B-17s"."""
_WEAK_WEIGHTS = {"of": 0.2, "to": 1.0, "from": 1.0, "called": 1.0}
DEEDS = frozenset(words_of("deed"))
"""A name before these is a deed's or a power's."""


@dataclass(slots=True)
class Name:
    """A run of capitals in a sentence, and what its neighbours say of it."""

    sentence: int
    words: tuple[Word, ...]
    before: str = ""
    """The word before it, in small letters, without articles."""
    head: str = ""
    """The word before "of", where "of" stands before it."""
    second: str = ""
    """The word before that one."""
    after: str = ""
    begins: bool = False
    """Whether it begins a sentence, so that its first capital says nothing."""
    hint: str = ""
    """The kind of place that a word beside it or in it says."""
    hint_inside: bool = False
    genitive: bool = False
    is_somebody: bool = False
    """Whether "who" stands behind it."""
    is_taken: bool = False
    """Whether it is said of it what is done to towns: "Miletus was stormed"."""
    article: bool = False
    """Whether "the" stands before it."""
    joined: bool = False
    """Whether it is two names with "of" between them: "Conrad of Montferrat"."""
    listed: bool = False
    """Whether it goes on a list whose first name stands behind a preposition of place."""
    is_ship: bool = False
    """Whether it is a ship's: "the carriers Akagi and Kaga"."""
    shares: bool = False
    """Whether it goes on a list whose first name has an article: "the Tigris and Euphrates"."""

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.words[-1].end

    @property
    def key(self) -> str:
        """Its key, by which spellings come together."""
        return "".join(name_key(word.text) for word in self.words)


class Evidence(NamedTuple):
    """How much in the whole text speaks for a name's being a place, and for its being a person."""

    place: float
    person: float
    strong: int


@dataclass(slots=True)
class Names:
    """All names of a text, and the evidence by key."""

    runs: list[Name]
    lower: frozenset[str]
    """Words that the text also writes in small letters."""
    inside: frozenset[str]
    """The keys of names that stand somewhere else than at the beginning of a sentence."""
    evidence: dict[str, Evidence] = field(default_factory=dict)
    ships: frozenset[str] = frozenset()
    """The keys of names that the text somewhere shows to be ships'."""


def read_names(text: str, sentences: Sequence[Sentence], taken: Sequence[tuple[int, int]]) -> Names:
    """The names of a text; `taken` are stretches that are something else already, such as days."""
    lower = frozenset(word.text for one in sentences for word in one.words if word.text.islower())
    closed = {at for start, end in taken for at in range(start, end)}
    # Handles, tags and addresses are no names.
    closed |= {at for one in _ADDRESS.finditer(text) for at in range(one.start(), one.end())}
    runs = [name for sentence in sentences for name in _runs(text, sentence, closed, lower)]
    names = Names(runs, lower, frozenset(one.key for one in runs if not one.begins))
    _weigh(names)
    names.ships = frozenset(one.key for one in runs if one.is_ship)
    names.ships |= {name_key(_without_mark(one)) for one in runs if one.is_ship}
    return names


def _without_mark(name: Name) -> str:
    """The name of a ship without "HMS" before it."""
    return "".join(word.text for word in name.words if word.lower not in words_of("ship"))


def _runs(text: str, sentence: Sentence, closed: set[int], lower: frozenset[str]) -> Iterator[Name]:
    words = sentence.words
    at = 0
    earlier: Name | None = None
    while at < len(words):
        is_marked = words[at].start not in closed and _MARKED.match(text, words[at].start)
        if not is_marked and not _opens(words[at], at == 0, closed, lower):
            at += 1
            continue
        end = at + 2 if is_marked else _run_end(text, words, at, closed)
        at -= _article_before(text, words, at)
        name = Name(sentence.number, words[at:end], begins=at == 0)
        _look_around(text, words, at, end, name)
        if earlier is not None and _is_list(text, earlier, name):
            name.listed = earlier.listed or earlier.before in STRONG | {"to", "from"}
            name.hint = name.hint or (earlier.hint if not earlier.hint_inside else "")
            name.shares = earlier.article or earlier.shares
            name.is_ship = earlier.is_ship and not name.genitive
        # Of a river the sentence would go on with somebody else.
        is_subject = at == 1 and name.article and not name.hint
        name.is_ship |= _is_ship(text, name) or (is_subject and _is_she(text, name))
        yield name
        earlier = name
        at = end


def _is_ship(text: str, name: Name) -> bool:
    """Whether what stands around a name shows that it is a ship's."""
    if name.before in words_of("ship") or name.before in _ABOARD:
        return True
    if (name.before == "of" and name.head in _OF_SHIP) or (name.genitive and name.after == "crew"):
        return True
    if name.words[0].lower in words_of("ship") and len(name.words) > 1:
        return True
    if name.before == "by" and name.second in _SUNK:
        return True
    lost = not name.hint and _SHIP_LOST.match(text, name.end)
    ahead = _SHIP_AHEAD.search(text, max(0, name.start - 40), name.start)
    return bool(lost or ahead or _SHIP_BEHIND.match(text, name.end))


def _is_she(text: str, name: Name) -> bool:
    """Whether a name with an article is a she further on; nor is it a title."""
    return name.words[0].lower not in words_of("title") and bool(_SHE.match(text, name.end))


def _article_before(text: str, words: Sequence[Word], at: int) -> int:
    """1 where an article is hyphened to the name: "al-Qaim"."""
    if at == 0 or text[words[at - 1].end : words[at].start] != "-":
        return 0
    return int(words[at - 1].lower in _PARTICLES)


def _opens(word: Word, first: bool, closed: set[int], lower: frozenset[str]) -> bool:
    if not word.is_capital or word.start in closed or word.text[0].isdigit():
        return False
    if word.lower in ("i", "a"):
        return False
    return not first or word.lower not in words_of("stop")


def _run_end(text: str, words: Sequence[Word], at: int, closed: set[int]) -> int:
    """Where the run of capitals ends: with the last capital that only blanks and hyphens join."""
    end = at + 1
    look = end
    while look < len(words) and look - at < 8:
        if inner := _genitive_inside(text, words, look):
            look, end = look + inner, look + inner
            continue
        gap = text[words[look - 1].end : words[look].start]
        if gap not in (" ", "-", "–", ". ", "’", "'", "\u00a0") or words[look].start in closed:
            break
        if (
            gap == ". "
            and len(words[look - 1].text) > 3
            and words[look - 1].lower not in (words_of("title"))
        ):
            break
        if _is_titled_next(words, look):
            break
        if words[look].is_capital or _is_number(words, at, look):
            end = look + 1
        elif words[look].lower == "of" and _joins(words, look):
            look += 1
            continue
        elif _ELIDED.fullmatch(words[look].text) and words[look].text[2].isupper():
            end = look + 1
        elif words[look].lower not in _PARTICLES and not _is_hyphened(text, words, look):
            break
        look += 1
    return end


def _is_hyphened(text: str, words: Sequence[Word], look: int) -> bool:
    """Whether a small word is the middle of one name: "Aulnay-sous-Bois"."""
    is_last = look + 1 == len(words)
    return not is_last and words[look + 1].is_capital and (
        text[words[look - 1].end : words[look].start] == "-"
        == text[words[look].end : words[look + 1].start]
    )  # fmt: skip


def _is_titled_next(words: Sequence[Word], look: int) -> bool:
    """Whether a title begins somebody's name right behind another: "At Wörth Marshal MacMahon"."""
    before, is_last = words[look - 1], look + 1 == len(words)
    if is_last or not words[look + 1].is_capital or words[look].lower in _TITLES_BEHIND:
        return False
    return (
        words[look].is_capital
        and words[look].lower in words_of("title")
        and before.is_capital
        and not any(
            before.lower in words_of(group)
            for group in ("title", "people", "stop", "hint", "given", "unit", "ordinal")
        )
    )


def _genitive_inside(text: str, words: Sequence[Word], look: int) -> int:
    """How many words "'s Drift" of "Rorke's Drift" are; 0 where the name ends before them."""
    gap = text[words[look - 1].end : words[look].start]
    step = 1 if gap == "" and words[look].text[0] in "'’" else 0
    is_plural = gap in ("' ", "’ ")
    kind = look + step
    if kind >= len(words) or not (step or is_plural) or not words[kind].is_capital:
        return 0
    return step + 1 if words[kind].lower in words_of("hint") else 0


def _joins(words: Sequence[Word], of: int) -> bool:
    """Whether "of" makes one name of two: not "Battle of Leuthen", nor "Boers of the Transvaal"."""
    before = words[of - 1].lower
    if before in {**words_of("people"), **words_of("stop")} or before in _PLACED_HEADS:
        return before in ("gulf", "bay", "straits", "strait", "isle", "horns", "sea")
    if before in ("republic", "kingdom", "state", "province", "islands", "empire"):
        return False
    return of + 1 < len(words) and words[of + 1].is_capital and before.isalpha()


def _is_number(words: Sequence[Word], at: int, look: int) -> bool:
    """Whether a number belongs to the name: "Road 48", "Hill 203"."""
    is_kind = look == at + 1 and words[at].lower in words_of("hint")
    return is_kind and words[look].text.isdigit() and len(words[look].text) <= 4


def _look_around(text: str, words: Sequence[Word], at: int, end: int, name: Name) -> None:
    """Note the neighbours of a run."""
    back = at - 1
    near = at - 1
    if near > 0 and words[near].lower in words_of("before-river"):
        near -= 1
    name.article = near >= 0 and words[near].lower == "the"
    name.joined = any(word.lower == "of" for word in name.words)
    while back >= 0 and (
        words[back].lower in ("the", "a", "an") or words[back].lower in words_of("before-river")
    ):
        back -= 1
    if back >= 0 and _is_near(text, words[back].end, words[at].start):
        name.before = words[back].lower
        rest = [word.lower for word in words[:back]]
        if name.before == "by" and rest and rest[-1] in _PARTICLES_OF_VERBS:
            rest.pop()
        name.second = rest[-1] if rest else ""
        name.head = name.second if name.before == "of" else ""
    if end < len(words):
        gap = text[words[end - 1].end : words[end].start]
        name.genitive = gap == "" and words[end].text[:1] in "'’"
        if gap in (" ", "-", "") or name.genitive:
            follow = end + 1 if name.genitive and end + 1 < len(words) else end
            name.after = words[follow].lower
    elif text[words[end - 1].end : words[end - 1].end + 1] in ("'", "’"):
        name.genitive = True
    _read_hints(name)
    if not name.hint and (said := _SAID_BEHIND.match(text, name.end)):
        name.hint = words_of("hint")[said[1].lower()]
    if not name.hint and (said := _SAID_BEFORE.search(text, max(0, name.start - 40), name.start)):
        name.hint = words_of("hint").get(said[1], "village")
    name.is_somebody = bool(_WHO.match(text, name.end))
    name.is_taken = bool(_TAKEN.match(text, name.end))


def _is_near(text: str, start: int, end: int) -> bool:
    return not re.search(r"[.;:!?()\n]|,", text[start:end])


def _read_hints(name: Name) -> None:
    hints = words_of("hint")
    first, last = name.words[0].lower, name.words[-1].lower
    if len(name.words) > 1 and (kind := hints.get(last) or hints.get(first)):
        name.hint, name.hint_inside = kind, True
    elif kind := hints.get(name.after):
        name.hint = kind
    elif (name.before == "of" and name.head in hints) or name.before in hints:
        name.hint = hints[name.head if name.before == "of" else name.before]
    elif name.before == "of" and name.head.rstrip("s") in hints:
        name.hint = hints[name.head.rstrip("s")]


def _is_list(text: str, earlier: Name, name: Name) -> bool:
    between = text[earlier.end : name.start]
    return bool(re.fullmatch(r"\s*(?:,|,? and|,? or|,? then)\s+(?:the\s+)?", between))


def _weigh(names: Names) -> None:
    """Sum the evidence for each key over the text."""
    place: defaultdict[str, float] = defaultdict(float)
    person: defaultdict[str, float] = defaultdict(float)
    strong: Counter[str] = Counter()
    for name in names.runs:
        key = name.key
        is_strong = (
            name.after not in DEEDS
            and not is_power(name)
            and (name.before in STRONG or name.listed)
        )
        strong[key] += is_strong
        place[key] += _place_weight(name, is_strong)
        person[key] += _person_weight(name)
        if (known := _known_weight(name)) and not name.joined:
            # Whoever had a title once is that person wherever the last name stands alone.
            person[name_key(name.words[-1].text)] += known
    keys = {*place, *person, *strong}
    names.evidence = {key: Evidence(place[key], person[key], strong[key]) for key in keys}


def _place_weight(name: Name, is_strong: bool) -> float:
    """What stands around a name that speaks for a place."""
    weight = 2.0 if name.hint else 0.0
    if is_strong or (name.before == "of" and name.head in _PLACED_HEADS):
        return weight + 2
    if name.after in DEEDS:
        return weight
    if name.before in WEAK:
        weight += _WEAK_WEIGHTS.get(name.before, 0.8)
    elif name.before == "as" and name.second == "far":
        weight += 1
    elif name.before == "by" and not _is_passive(name):
        weight += 0.8
    if name.words[0].lower in words_of("begins-place") and len(name.words) > 1:
        weight += 1
    if name.begins and (name.after in words_of("town-does") or name.is_taken):
        weight += 1
    return weight


def _person_weight(name: Name) -> float:
    """What stands around a name that speaks for a person."""
    weight = _known_weight(name)
    if name.before in _PERSONAL and (name.before != "by" or _is_passive(name)):
        weight += 1
    if name.after in _PERSON or name.is_somebody:
        weight += 2
    if name.genitive and name.after in words_of("unit"):
        weight += 1.5
    if is_power(name):
        weight += 1
    if name.begins and name.after.endswith("ed") and name.after not in words_of("town-does"):
        weight += 0.5
    return weight


def _known_weight(name: Name) -> float:
    """What a title or a given name says; a ship acts as a person does."""
    if name.is_ship:
        return 4
    first, is_long = name.words[0].lower, len(name.words) > 1
    if name.before in words_of("title") or (is_long and first in words_of("title")):
        return 4
    return 3 if is_long and first in words_of("given") else 0


def _is_passive(name: Name) -> bool:
    """Whether "by" follows a participle, so that it says by whom and not by which way."""
    return not moves(name.second) and name.second.endswith(("ed", "en", "wn", "unk", "ought"))


def moves(word: str) -> bool:
    """Whether a word is a verb of a movement: "marched by Kolomna"."""
    action = actions().get((word,))
    return action is not None and action.table == "movements"


def is_power(name: Name) -> bool:
    """Whether a run says whose something is, as only a power has it: "Union troops"."""
    return name.after in _BODIES and not name.genitive


def is_force(name: Name) -> bool:
    """Whether a run names a body of people: "Sixth Army", "Natal Carbineers"."""
    units = words_of("unit")
    is_of = name.before == "of" and name.head in units and name.head not in _PLACED_HEADS
    return name.words[-1].lower in units or is_of


def is_titled(name: Name) -> bool:
    """Whether a run is somebody's name by its title, its given name or its "Duke of"."""
    first = name.words[0].lower
    if name.before == "of" and (name.head in _HEADS or name.head in words_of("given")):
        return True
    if name.before in words_of("title") and name.before not in ("lord", "general"):
        return True
    if name.before in ("lord", "general"):
        return True
    return len(name.words) > 1 and (first in words_of("title") or first in words_of("given"))
