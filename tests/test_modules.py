"""The player's modules: who imports whom, and what is refused when they are joined."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mapping.player.document import player_code
from mapping.player.modules import LAYERS, Module, ModuleError, joined, modules_of
from tests.conftest import ROOT

PLAYER = ROOT / "mapping" / "player" / "js"
MODULES = {module.name: module for module in modules_of(PLAYER)}
TYPES = re.compile(r"^/\*\* @import \{[^}]*\} from \"([^\"]+)\" \*/$", re.MULTILINE)


def layer_of(name: str) -> int:
    """The place of a module's folder among the layers."""
    folder = name.rpartition("/")[0]
    return next(number for number, folders in enumerate(LAYERS) if folder in folders)


def code_of(name: str) -> str:
    """A module without its comments."""
    return re.sub(r"/\*.*?\*/|(?m:^\s*//[^\n]*$)", "", MODULES[name].code, flags=re.DOTALL)


def test_every_file_is_in_the_document() -> None:
    assert set(MODULES) == {path.relative_to(PLAYER).as_posix() for path in PLAYER.rglob("*.js")}
    assert not re.search(r"^(import|export)\b", player_code(), re.MULTILINE)


@pytest.mark.parametrize("name", MODULES)
def test_imports_run_one_way(name: str) -> None:
    folder = name.rpartition("/")[0]
    for source in MODULES[name].imported:
        assert source.rpartition("/")[0] == folder or layer_of(source) < layer_of(name), source
    # A type may come from a neighbour: it brings nothing along.
    for target in TYPES.findall((PLAYER / name).read_text(encoding="utf-8")):
        source = ((PLAYER / name).parent / target).resolve().relative_to(PLAYER).as_posix()
        assert layer_of(source) <= layer_of(name), source


@pytest.mark.parametrize("name", [name for name in MODULES if layer_of(name) == 0])
def test_the_core_knows_no_page_and_no_map(name: str) -> None:
    known = r"(?<![\w.$])(?:document|window|location|navigator|L|requestAnimationFrame)\b(?!\s*:)"
    assert not re.findall(known, code_of(name))


@pytest.mark.parametrize("name", MODULES)
def test_what_is_imported_is_used_and_what_is_exported_is_wanted(name: str) -> None:
    code = code_of(name)
    for one in (one for names in MODULES[name].imported.values() for one in names):
        assert re.search(rf"\b{one}\b", code), f"{name} does not use {one}"
    text = "".join(
        (PLAYER / other).read_text(encoding="utf-8") for other in MODULES if other != name
    )
    for one in MODULES[name].exported - {"startPlayer"}:
        assert re.search(rf"\b{one}\b", text), f"nobody wants {one} of {name}"


FUNCTION = re.compile(
    r"^(?P<indent> *)(?:(?:static|async|get|set) )*(?:function )?"
    r"(?!(?:if|for|while|switch|catch)\b)(?P<name>\w+)\([^\n]*\) \{\n"
    r"(?P<body>.*?)^(?P=indent)\}$",
    re.MULTILINE | re.DOTALL,
)
LONG = {"startPlayer"}
"""It puts the player together, and waits to be broken up."""


@pytest.mark.parametrize("name", MODULES)
def test_functions_are_short(name: str) -> None:
    code = MODULES[name].code
    starts = re.finditer(r"^ *(?:\w+ )*\w+\([^\n]*\) \{$", code, re.MULTILINE)
    functions = [found for start in starts if (found := FUNCTION.match(code, start.start()))]
    assert functions or "{\n" not in code
    for function in functions:
        length = function["body"].count("\n")
        assert length <= 40 or function["name"] in LONG, f"{function['name']} has {length} lines"


def write(folder: Path, **texts: str) -> Path:
    """A folder of modules, by their paths with __ for /."""
    for name, text in texts.items():
        path = folder / f"{name.replace('__', '/')}.js"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_modules_are_joined_in_the_order_of_their_needs(tmp_path: Path) -> None:
    write(
        tmp_path,
        main='import { b } from "./ui/b.js";\nimport {\n  a, c,\n} from "./core/a.js";\n\n'
        "export const d = [a, b, c];\n",
        ui__b='import { a } from "../core/a.js";\n\n/** @import { T } from "../core/a.js" */\n'
        "export class b {}\n",
        core__a="// @ts-check\n/** It is. */\nexport function a() {}\n/** @type {T} */ (a).b();\n"
        "const own = 1;\n/**\n * A number.\n */\nexport const c = own;\n",
    )
    assert joined(tmp_path) == (
        "function a() {}\n/** @type {T} */ (a).b();\nconst own = 1;\nconst c = own;\n"
        "\n\nclass b {}\n\n\nconst d = [a, b, c];\n"
    )
    (first, *_) = modules_of(tmp_path)
    assert first == Module("core/a.js", first.code, ("a", "own", "c"), frozenset("ac"), {})


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (
            {"main": 'import { a } from "./core/a.js";\n',
             "core__a": 'import { b } from "./b.js";\nexport const a = b;\n',
             "core__b": 'import { a } from "./a.js";\nexport const b = a;\n'},
            "in a circle: main.js > core/a.js > core/b.js > core/a.js",
        ),
        (
            {"main": 'import { a } from "./a.js";\nimport { b } from "./b.js";\n',
             "a": "export const a = 1;\nfunction width() {}\n",
             "b": "export const b = 1;\nfunction width() {}\n"},
            "a.js and b.js both define width",
        ),
        (
            {"main": 'import { a } from "./a.js";\n', "a": "function a() {}\nfunction a() {}\n"},
            "imports a, which a.js does not export",
        ),
        ({"main": "function a() {}\nfunction a() {}\n"}, "main.js and main.js both define a"),
        ({"main": 'import { a } from "./a.js";\n'}, "there is no module a.js"),
        (
            {"main": 'import { a } from "./core/a.js";\n',
             "core__a": 'import { b } from "../ui/b.js";\nexport const a = b;\n',
             "ui__b": "export const b = 1;\n"},
            "core/a.js imports against the layers: ui/b.js",
        ),
        (
            {"main": 'import { a } from "./map/a.js";\n',
             "map__a": 'import { b } from "../bar/b.js";\nexport const a = b;\n',
             "bar__b": "export const b = 1;\n"},
            "map/a.js imports against the layers: bar/b.js",
        ),
        (
            {"main": 'import { a } from "./else/a.js";\n', "else__a": "export const a = 1;\n"},
            "else is in no layer",
        ),
        ({"main": 'import a from "./a.js";\n'}, "not understood"),
        ({"main": 'import * as a from "./a.js";\n'}, "not understood"),
        ({"main": 'import { a as b } from "./a.js";\n', "a": "export const a = 1;\n"},
         "imports a as b"),
        ({"main": "export default 1;\n"}, "not understood"),
        ({"main": "const { a } = {};\n"}, "not understood"),
        ({"main": "var a = 1;\n"}, "not understood"),
    ],
)  # fmt: skip
def test_what_cannot_be_joined_is_refused(tmp_path: Path, texts: dict[str, str], said: str) -> None:
    with pytest.raises(ModuleError, match=re.escape(said)):
        joined(write(tmp_path, **texts))
