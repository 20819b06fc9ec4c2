"""The house keeps its shape: who may import what, what is documented, what may stand where."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from mapping.drawing.map_sketch import MOST_KM
from mapping.drawing.scene import UNITS
from mapping.geo.geodesy import KM_PER_DEGREE

ROOT = Path(__file__).parent.parent
TOP = {"pyproject.toml", "README.md", "app.py", "data", "mapping", "tests"}

ORDER = (
    "words", "type", "geo", "format", "editing", "telling", "gazetteer", "basemap", "intake",
    "checks", "drafting", "drawing", "player", "export", "notebook", "bridge", "page", "commands",
)  # fmt: skip
"""The rooms of the package; each may import only from those that stand before it."""

ONLY_IN = {
    "streamlit": ("app", "mapping.page", "mapping.bridge"),
    "folium": ("mapping.player", "mapping.basemap"),
    "branca": ("mapping.player", "mapping.basemap"),
    "geopy": ("mapping.gazetteer", "mapping.geo.geodesy"),
    "xyzservices": ("mapping.basemap",),
    "geographiclib": ("mapping.geo.geodesy",),
    "milsymbol": ("mapping.telling.app6",),
    "tomlkit": ("mapping.editing.head_values",),
    "ibis": ("mapping.intake.narrowing",),
}
"""Which parts may import a library."""

GEOGRAPHY = (
    ("mapping", "basemap", "world"), ("mapping", "gazetteer", "data"),
    ("mapping", "drafting", "lexicon.csv"),
)  # fmt: skip
"""The whole world's names and numbers, which say nothing of a campaign."""

DOORS = ("mapping", "mapping.__main__")
"""The front doors, for notebooks and the command line, which may import everything."""


def name_of(path: Path) -> str:
    """The module's name: `mapping.page.day`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {
    name_of(path): ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted([*(ROOT / "mapping").rglob("*.py"), *ROOT.glob("app.py")])
}


def imports_of(tree: ast.Module) -> Iterator[str]:
    """The full names of everything that a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_in(module: str, part: str) -> bool:
    """Whether a module is a part of the house or lies inside it."""
    return module == part or module.startswith(f"{part}.")


def is_package(module: str) -> bool:
    """Whether a module is a folder's front door."""
    return (ROOT.joinpath(*module.split(".")) / "__init__.py").is_file()


def part_of(module: str) -> str:
    """The part of the package that a module belongs to; empty for the package itself."""
    return module.removeprefix("mapping").removeprefix(".").partition(".")[0]


def uses(module: str) -> set[str]:
    """The modules of the package that a module imports, wherever in it."""
    used = set()
    for imported in imports_of(MODULES[module]):
        whole = imported if imported in MODULES else imported.rpartition(".")[0]
        if is_in(whole, "mapping") and whole in MODULES:
            used.add(whole)
    return used - {module}


def find_circle(arrows: dict[str, set[str]]) -> list[str]:
    """A way through the arrows that comes back to where it began; empty where there is none."""
    done: set[str] = set()

    def follow(module: str, way: list[str]) -> list[str]:
        if module in way:
            return [*way[way.index(module) :], module]
        if module in done:
            return []
        for other in sorted(arrows.get(module, ())):
            if circle := follow(other, [*way, module]):
                return circle
        done.add(module)
        return []

    return next((circle for one in sorted(arrows) if (circle := follow(one, []))), [])


@pytest.mark.parametrize("module", [one for one in MODULES if is_in(one, "mapping")])
def test_imports_run_one_way(module: str) -> None:
    if module in DOORS:
        return
    assert part_of(module) in ORDER, f"give {module} its place in ORDER"
    allowed = ORDER[: ORDER.index(part_of(module)) + 1]
    for imported in uses(module):
        assert part_of(imported) in allowed, f"{module} imports {imported}"


def test_imports_make_no_circle_inside_a_room_either() -> None:
    assert find_circle({module: uses(module) for module in MODULES if module not in DOORS}) == []


def test_a_circle_is_found() -> None:
    assert find_circle({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()}) == ["b", "c", "b"]


def test_a_room_is_entered_by_its_door_from_outside_only() -> None:
    """A module takes from those beside it, never from the front door that is made of them."""
    for module in MODULES:
        if module in DOORS:
            continue
        for imported in uses(module):
            assert not is_in(module, imported), f"{module} imports its own door, {imported}"


def test_no_module_lies_loose_at_the_root_and_no_two_have_one_name() -> None:
    loose = [one for one in MODULES if one.count(".") == 1 and not is_package(one)]
    assert loose == ["mapping.__main__"]
    inner = [one.rpartition(".")[2] for one in MODULES]
    assert sorted(name for name in set(inner) if inner.count(name) > 1) == []


@pytest.mark.parametrize("library", ONLY_IN)
def test_libraries_are_imported_in_their_place_only(library: str) -> None:
    for module, tree in MODULES.items():
        if any(is_in(imported, library) for imported in imports_of(tree)):
            assert any(is_in(module, part) for part in ONLY_IN[library]), module


@pytest.mark.parametrize("module", MODULES)
def test_what_is_public_is_documented_and_typed(module: str) -> None:
    tree = MODULES[module]
    assert ast.get_docstring(tree), f"{module} has no docstring"
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{module}.{node.name} has no docstring"
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            given = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
            for argument in given:
                typed = argument.annotation or argument.arg in ("self", "cls")
                assert typed, f"{module}.{function.name}({argument.arg})"
            assert function.returns, f"{module}.{function.name} says no return type"


@pytest.mark.parametrize("module", MODULES)
def test_functions_are_short(module: str) -> None:
    for node in ast.walk(MODULES[module]):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            length = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
            assert length <= 40, f"{module}.{node.name} has {length} lines"


@pytest.mark.parametrize("module", MODULES)
def test_what_is_made_of_a_campaign_is_kept_no_longer_than_it(module: str) -> None:
    for node in ast.walk(MODULES[module]):
        if isinstance(node, ast.FunctionDef) and node.args.args:
            takes = ast.unparse(node.args.args[0].annotation or ast.Constant(""))
            kept = [ast.unparse(one) for one in node.decorator_list if "cache" in ast.unparse(one)]
            message = f"{module}.{node.name}: @once, not {kept}"
            assert takes != "Campaign" or not kept, message


def test_no_module_is_named_after_nothing() -> None:
    for module in MODULES:
        assert module.rpartition(".")[2] not in ("utils", "util", "helpers", "common", "misc")


# --- the map of the house ------------------------------------------------------------------


PLAN = (ROOT / "mapping" / "README.md").read_text(encoding="utf-8")
GUIDE = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_no_style_asks_what_is_in_the_map() -> None:
    """With `:has` on what holds the map, each change in it has the browser style it all anew."""
    for sheet in (ROOT / "mapping").rglob("*.css"):
        asking = re.findall(r"(\S+):has\(", sheet.read_text(encoding="utf-8"))
        holders = r"cm-(player|stage|title|mark)\b|leaflet"
        assert not [one for one in asking if re.search(holders, one)], sheet.name


def _selectors(sheet: Path) -> Iterator[tuple[str, bool]]:
    """Each selector of a style sheet, and whether it holds whatever is asked of the screen."""
    css = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    depth = 0
    for words, mark in re.findall(r"([^{};]*)([{};])", css):
        if mark == "{" and "@" not in words and not re.search(r"^\s*(\d+%|from|to)\b", words):
            for selector in re.split(r",(?![^(]*\))", words):
                yield selector.strip(), depth == 0
        depth += {"{": 1, "}": -1}.get(mark, 0)


def test_a_style_rule_ends_in_what_it_is_for() -> None:
    """One that ends in a list or in a part of a class is tried by the browser on every element."""
    for sheet in (ROOT / "mapping" / "player").glob("*.css"):
        ends = [re.split(r"[ >+~]+(?![^(]*\))", selector)[-1] for selector, _ in _selectors(sheet)]
        open_ended = r"(:is\(.*\)|\[class.*\])(::?[\w-]+(\(\w*\))?)*"
        assert [end for end in ends if re.fullmatch(open_ended, end)] == [], sheet.name


def test_a_class_has_its_own_rule_in_one_style_sheet() -> None:
    """Two things of one class once hid each other: a picture to save and the symbols of forces."""
    homes: dict[str, set[str]] = {}
    for sheet in (ROOT / "mapping" / "player").glob("*.css"):
        for selector, is_always in _selectors(sheet):
            if is_always and re.fullmatch(r"\.cm-[\w-]+", selector):
                homes.setdefault(selector, set()).add(sheet.name)
    assert len(homes) > 200
    assert {name: where for name, where in homes.items() if len(where) > 1} == {}


def _colours(path: str) -> dict[str, list[str]]:
    """What a file says that each name of a colour is, in the light scheme and then in the dark."""
    text = (ROOT / "mapping" / path).read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    pair = r"(?:light-dark\(|\")?(#[0-9a-f]{6})\b(?:, (#[0-9a-f]{6}))?"
    for name, *values in re.findall(rf"([\w-]+)\s*[:=]\s*{pair}", text):
        found.setdefault(name, []).extend(filter(None, values))
    return found


@pytest.mark.parametrize(
    ("path", "other", "names"),
    [
        ("export/site.css", "player/player.css", "--ink --ink-soft --panel --line --accent"),
        ("export/film.py", "player/player.css", "--paper --ink --soft=--ink-soft"),
        ("export/sketch.py", "player/player.css", "--ink --halo"),
        (
            "export/sketch.py", "basemap/ground.css",
            "--water=--ground-water --land=--ground-land --coast=--ground-coast "
            "--line=--ground-border",
        ),
        ("page/page.css", "player/player.css", "--accent"),
        ("page/page.css", "page/settings.toml", "--accent=primaryColor --ground=backgroundColor"),
    ],
)  # fmt: skip
def test_a_colour_that_stands_in_two_files_is_the_same_in_both(
    path: str, other: str, names: str
) -> None:
    here, there = _colours(path), _colours(other)
    for one, _, same in (name.partition("=") for name in names.split()):
        assert len(here[one][:2]) == 2
        assert here[one][:2] == there[same or one][:2], one


def test_what_a_script_asks_of_the_screen_a_style_sheet_asks_too() -> None:
    player = ROOT / "mapping" / "player"
    styles = "".join(sheet.read_text(encoding="utf-8") for sheet in player.glob("*.css"))
    asked = [
        query
        for script in player.rglob("*.js")
        for query in re.findall(r'"(\((?:max|min)-[^"]+\))"', script.read_text(encoding="utf-8"))
    ]
    assert asked
    assert [query for query in asked if f"@media {query} {{" not in styles] == []


@pytest.mark.parametrize(
    ("script", "name", "value"),
    [
        ("core/areas.js", "UNITS", UNITS),
        ("core/areas.js", "KM_PER_DEGREE", KM_PER_DEGREE),
        ("map/sketch.js", "METRES_A_DEGREE", 1_000 * KM_PER_DEGREE),
        ("map/sketch.js", "MOST_KM", MOST_KM),
    ],
)
def test_a_number_that_a_script_and_python_need_is_the_same(
    script: str, name: str, value: float
) -> None:
    code = (ROOT / "mapping" / "player" / "js" / script).read_text(encoding="utf-8")
    said = re.search(rf"\bconst {name} = ([\d_.]+);", code)
    assert said and float(said[1]) == pytest.approx(value, rel=1e-5)


def test_each_room_has_its_line_in_the_map_of_the_house() -> None:
    """In their order: the map says that a room imports only from those above it."""
    assert tuple(re.findall(r"^\| \[(\w+)\]\(\1\) \| \S", PLAN, re.MULTILINE)) == ORDER
    assert sorted(ORDER) == sorted({part_of(one) for one in MODULES} - {"", "__main__", "app"})


def test_each_file_that_the_map_of_the_house_names_is_there() -> None:
    named = re.findall(r"`((?:mapping|tests|data)/[\w./-]+)`", PLAN + GUIDE)
    assert len(named) > 15
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_each_test_that_a_recipe_names_is_there() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("test_*.py"))
    for name in re.findall(r"`(test_\w+)`", PLAN + GUIDE):
        assert f"def {name}(" in code, name


# --- what others read of the project -------------------------------------------------------


def test_the_citation_and_the_changelog_name_the_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    cited = yaml.safe_load((ROOT / ".github" / "CITATION.cff").read_text(encoding="utf-8"))
    assert cited["cff-version"] == "1.2.0"
    assert cited["version"] == project["version"]
    assert cited["license"] == project["license"]
    assert cited["abstract"] == project["description"]
    assert all(cited[key] for key in ("message", "title", "authors"))
    changes = (ROOT / "mapping" / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## (.*)$", changes, re.MULTILINE)
    assert versions[0] == "Unreleased"
    assert versions[1].startswith(f"{project['version']} - ")


def test_the_hooks_take_their_tools_from_the_environment() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [repo["repo"] for repo in hooks["repos"]] == ["local"]
    for hook in hooks["repos"][0]["hooks"]:
        assert hook["language"] == "system"
        assert re.match(r"python -m (ruff|mypy)\b", hook["entry"])


# --- the repository ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def files() -> list[Path]:
    """The files under version control, and those that would be with the next commit."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not under git: the list of files is not checked")
    names = sorted(set(listed.decode().split("\0")) - {""})
    return [Path(name) for name in names if (ROOT / name).is_file()]


def test_the_top_level_is_as_agreed(files: list[Path]) -> None:
    top = {path.parts[0] for path in files}
    assert {name for name in top if not name.startswith(".")} == TOP


def test_the_tool_knows_no_campaign(files: list[Path]) -> None:
    """What is said of a campaign stands in its folder, and nowhere in the code."""
    known = re.compile(r"mersad|minard|napoleon|\biran|\bmek\b|1988|1812|1367", re.IGNORECASE)
    for path in files:
        content = (ROOT / path).read_bytes()
        if path.parts[:3] in GEOGRAPHY or path.parts[0] not in ("mapping", "app.py"):
            continue
        if b"\0" not in content:
            named = known.findall(content.decode("utf-8"))
            assert not named, f"{path} names {named}"


def test_no_file_names_a_machine_or_a_registry(files: list[Path]) -> None:
    # Put together here, so that this file does not hold them itself.
    roots = ["/".join(["", name, ""]) for name in ("work", "tmp", "home", "root")]
    hosts = [".".join(parts) for parts in (
        ("pypi", "org"), ("files", "pythonhosted", "org"), ("registry", "npmjs", "org"),
        ("deb", "debian", "org"),
    )]  # fmt: skip
    for path in files:
        content = (ROOT / path).read_bytes()
        if b"\0" not in content:
            text = content.decode("utf-8", errors="replace")
            named = [word for word in roots + hosts if word in text]
            assert not named, f"{path} names {named}"
