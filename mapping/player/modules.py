"""The player's modules, joined to one script by following their imports.

Browsers would ask for modules one by one, so the document holds them in one scope. They are real
modules for all that: what an import cannot reach, they do not know. Only named imports of files
are spoken here, and each top-level name stands once in the whole player.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable

LAYERS = (("core",), ("ui",), ("map", "bar", "panels"), ("print",), ("",))
"""The folders; modules import from their own folder and from those of the layers before it."""

_IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.\.?/[^"]+\.js)";\n', re.MULTILINE)
_COMMENT = re.compile(r"^ *(?:/\*\*(?:(?!\*/).)*\*/|//[^\n]*)\n", re.MULTILINE | re.DOTALL)
"""A comment that fills its lines: a quarter of the text, and of no use to a browser."""
_DECLARED = re.compile(r"^(export )?(?:(?:async )?function|class|const|let) (\w+)", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:(?:async )?function|class|const|let) \w)", re.MULTILINE)
_OTHER = re.compile(r"^(?:import\b|export\b|var\b|(?:const|let) \W).*", re.MULTILINE)


class ModuleError(ValueError):
    """Modules that cannot be joined."""


@dataclass(frozen=True)
class Module:
    """A module of the player: its code without imports and exports, and what these say."""

    name: str
    code: str
    declared: tuple[str, ...]
    exported: frozenset[str]
    imported: dict[str, tuple[str, ...]] = field(hash=False)
    """Names by the module that they come from."""


def read_module(folder: Traversable, name: str) -> Module:
    """A module by its path in the folder, as `map/scene.js`. Raises `ModuleError`."""
    path = folder.joinpath(*name.split("/"))
    if not path.is_file():
        raise ModuleError(f"there is no module {name}")
    text = path.read_text(encoding="utf-8")
    imported: dict[str, tuple[str, ...]] = {}
    for names, target in _IMPORT.findall(text):
        source = posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
        wanted = tuple(one.strip() for one in names.split(",") if one.strip())
        imported[source] = imported.get(source, ()) + wanted
    found = _DECLARED.findall(text)
    code = _EXPORT.sub("", _COMMENT.sub("", _IMPORT.sub("", text)))
    if other := _OTHER.search(code):
        raise ModuleError(f"{name} holds what is not understood here: {other[0]}")
    declared = tuple(one for _, one in found)
    return Module(name, code, declared, frozenset(one for is_out, one in found if is_out), imported)


def modules_of(folder: Traversable) -> list[Module]:
    """`main.js` and all that it imports, each module after those it needs.

    Raises `ModuleError` for modules that import in a circle or against the layers, a name that is
    imported and not exported, and one that two modules define.
    """
    modules: dict[str, Module] = {}
    _follow(folder, "main.js", (), modules)
    _refuse_doubles(modules.values())
    return list(modules.values())


def joined(folder: Traversable) -> str:
    """The code of all modules, as one script. Raises `ModuleError`."""
    return "\n".join(module.code for module in modules_of(folder))


def _follow(
    folder: Traversable, name: str, way: tuple[str, ...], modules: dict[str, Module]
) -> None:
    if name in way:
        raise ModuleError(f"modules import in a circle: {' > '.join((*way, name))}")
    if name in modules:
        return
    module = read_module(folder, name)
    for source, names in module.imported.items():
        if not _may_import(name, source):
            raise ModuleError(f"{name} imports against the layers: {source}")
        _follow(folder, source, (*way, name), modules)
        for one in names:
            if one not in modules[source].exported:
                raise ModuleError(f"{name} imports {one}, which {source} does not export")
    modules[name] = module


def _may_import(name: str, source: str) -> bool:
    folder, other = posixpath.dirname(name), posixpath.dirname(source)
    return folder == other or _layer(other) < _layer(folder)


def _layer(folder: str) -> int:
    for number, folders in enumerate(LAYERS):
        if folder in folders:
            return number
    raise ModuleError(f"{folder} is in no layer")


def _refuse_doubles(modules: Iterable[Module]) -> None:
    homes: dict[str, str] = {}
    for module in modules:
        for one in module.declared:
            if one in homes:
                raise ModuleError(f"{homes[one]} and {module.name} both define {one}")
            homes[one] = module.name
