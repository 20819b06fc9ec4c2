"""Kinds: each is declared once, with its words and its drawing, and does what it says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

import pytest

from mapping.checks.tidy import check_kinds
from mapping.format.campaign import load_campaign
from mapping.format.kinds import (
    CLAIM_KINDS,
    FORCE_KINDS,
    PLACE_KINDS,
    SOURCE_KINDS,
    ClaimKind,
    Kind,
    _by_id,
)
from mapping.telling.timeline import day_state
from mapping.telling.whereabouts import say_force
from mapping.words.strings import STRINGS
from tests.folders import Folder

ROOT = Path(__file__).parent.parent
PLAYER = ROOT / "mapping" / "player" / "js"
LISTS: tuple[Mapping[str, Kind], ...] = (CLAIM_KINDS, PLACE_KINDS, FORCE_KINDS, SOURCE_KINDS)
KINDS = [kind for kinds in LISTS for kind in kinds.values()]
PATH = re.compile(r"!?[Mm][MmLlHhVvCcSsQqTtAaZz0-9 .-]+")
WORDS = {kind.id for kinds in (CLAIM_KINDS, PLACE_KINDS, FORCE_KINDS) for kind in kinds.values()}
"""What no other place may list."""
AUTHORS_WORDS = (
    "mapping.drafting.toponyms", "mapping.gazetteer.choice", "mapping.gazetteer.names",
    "mapping.intake.starter",
)  # fmt: skip
"""Modules that hold words as a name or an author writes them: they decide nothing by kind."""


def find_unsaid(kinds: list[Kind], strings: dict[str, dict[str, str]]) -> list[str]:
    """The word keys of kinds that a language lacks, and the words that no kind has."""
    keys = {kind.word_key for kind in kinds}
    groups = {kind.group for kind in kinds}
    lacking = [f"{language} {key}" for language in strings for key in keys - set(strings[language])]
    spare = {key for key in chain(*strings.values()) if key.partition(".")[0] in groups} - keys
    return sorted([*lacking, *spare])


def find_listed(tree: ast.AST) -> Iterator[str]:
    """Kinds that code lists, or that it compares the kind of something with."""
    for node in ast.walk(tree):
        held: list[ast.expr | None] = []
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            held = [*node.elts]
        elif isinstance(node, ast.Dict):
            held = [*node.keys]
        found = [one.value for one in held if isinstance(one, ast.Constant) and one.value in WORDS]
        if len(found) > 1:
            yield ", ".join(map(str, found))
        if isinstance(node, ast.Compare) and ".kind" in ast.unparse(node):
            texts = [one.value for one in ast.walk(node) if isinstance(one, ast.Constant)]
            yield from (str(text) for text in texts if text in WORDS)


def find_listed_by_player(code: str) -> list[str]:
    """Kinds that a line of the player's code names beside the word `kind`."""
    return [
        word
        for line in code.splitlines()
        if re.search(r"kind", line, re.IGNORECASE)
        for word in re.findall(r"""["'`]([^"'`]+)["'`]|\b(\w+): \d""", line)
        for word in word
        if word in WORDS
    ]


def test_every_kind_has_its_words_in_every_language_and_every_word_a_kind() -> None:
    assert find_unsaid(KINDS, STRINGS) == []


def test_a_kind_without_a_word_is_found() -> None:
    lacking = {language: dict(words) for language, words in STRINGS.items()}
    del lacking["fa"]["kind.siege"]
    assert find_unsaid(KINDS, lacking) == ["fa kind.siege"]
    assert find_unsaid([*KINDS, ClaimKind("parley")], STRINGS) == [
        "en kind.parley",
        "fa kind.parley",
    ]
    known = [kind for kind in KINDS if kind.id != "siege"]
    assert find_unsaid(known, STRINGS) == ["kind.siege"]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.word_key)
def test_every_kind_has_a_drawing(kind: Kind) -> None:
    if kind.group == "source":
        return
    if kind.group == "place" and not kind.pictogram:
        # A settlement is a dot; what is wide is an area, or only a name.
        place = PLACE_KINDS[kind.id]
        assert place.may_be_settled or place.is_label
        return
    assert PATH.fullmatch(kind.pictogram)


@pytest.mark.parametrize("kinds", LISTS[:3])
def test_no_two_kinds_have_one_drawing(kinds: Mapping[str, Kind]) -> None:
    drawn = [kind.pictogram for kind in kinds.values() if kind.pictogram]
    assert len(drawn) == len(set(drawn))


def test_a_kind_that_is_declared_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        _by_id(ClaimKind("siege"), ClaimKind("siege"))


def test_no_kind_is_listed_anywhere_else() -> None:
    for path in sorted((ROOT / "mapping").rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if module not in ("mapping.format.kinds", *AUTHORS_WORDS):
            assert list(find_listed(ast.parse(path.read_text(encoding="utf-8")))) == [], module
    for path in sorted(PLAYER.rglob("*.js")):
        assert find_listed_by_player(path.read_text(encoding="utf-8")) == [], path.name


@pytest.mark.parametrize(
    "code",
    [
        'ENDS = ("surrender", "departure")',
        'FASTEST = {"infantry": 100, "cavalry": 25}',
        'event.kind == "merger"',
        'place.kind not in ("pass",)',
    ],
)
def test_a_kind_that_is_listed_elsewhere_is_found(code: str) -> None:
    assert list(find_listed(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        'const isBack = row.kind === "withdrawal";',
        "weight: KIND_WEIGHTS[{ pass: 4, city: 3 }[place.kind]]",
        '["region", "river"].includes(place.kind)',
    ],
)
def test_a_kind_that_the_player_lists_is_found(code: str) -> None:
    assert find_listed_by_player(code)


def test_a_size_that_is_written_as_a_kind_is_sent_to_its_column(tmp_path: Path) -> None:
    folder = Folder()
    folder.set("forces", 3, "kind", "brigade")
    campaign = load_campaign(folder.write(tmp_path / "tiny"))
    mends = [problem.mend for problem in check_kinds(campaign)]
    assert mends == ["write this size in the column echelon, and what the force is in kind"]


def test_a_force_joins_another_only_by_a_kind_that_joins(tmp_path: Path) -> None:
    for kind, said in (("merger", "has joined The guard"), ("surrender", "broken up by now")):
        folder = Folder()
        folder.add("events", "end", kind, "1988-07-27", "", "birch", "column", "", "", "certain",
                   "The end", "")  # fmt: skip
        folder.set("events", 4, "into_force_id", "guard")
        campaign = load_campaign(folder.write(tmp_path / kind))
        states = day_state(campaign, "1988-07-27").forces
        (ended,) = [one for one in states if one.force.force_id == "column"]
        assert said in say_force(campaign, "north", ended)
