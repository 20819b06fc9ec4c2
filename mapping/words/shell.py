"""What a person types into a shell: this tool's commands, and what installs the rest of it.

It imports nothing but Python, for it also speaks where packages are missing.
"""

from __future__ import annotations

import os
import re
import sys
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.resources import files
from pathlib import Path

PROGRAM = "campaign-map"
BEGUN_AS = "CAMPAIGN_MAP_BEGUN_AS"
"""In the environment of what a command starts: how the command itself was typed."""
HOME = Path(str(files("mapping"))).parent
"""Where the package lies, whether in a repository or among installed packages."""
WINDOWS = sys.platform == "win32"
PROGRAMS = Path(".venv", "Scripts" if WINDOWS else "bin")
MAKE = (
    "py -m venv .venv; .venv\\Scripts\\pip install -e ."
    if WINDOWS
    else "python3 -m venv .venv && .venv/bin/pip install -e ."
)


def tool() -> str:
    """How the tool was begun, and so can be begun again."""
    typed = os.environ.get(BEGUN_AS) or Path(sys.argv[0]).stem
    return PROGRAM if typed == PROGRAM else "python -m mapping"


def command(words: str) -> str:
    """A command such as `check FOLDER`, as it is typed here."""
    return f"{tool()} {words}"


def say_missing(error: ModuleNotFoundError) -> str:
    """What to do where a package is missing: mostly this is the wrong Python.

    What is missing of the tool itself is a fault of ours, and raised again.
    """
    package = (error.name or "mapping").partition(".")[0]
    if package == "mapping":
        raise error
    begin = f"{package} is missing: this Python ({sys.executable}) has not what the tool needs."
    python = PROGRAMS / ("python.exe" if WINDOWS else "python")
    if not is_checkout():
        return f"{begin} Install it: {install()}"
    if not (HOME / python).exists():
        return f"{begin} Make the virtual environment first, in {HOME}: {MAKE}"
    if (HOME / PROGRAMS).resolve() == Path(sys.executable).parent.resolve():
        return f"{begin} Install it: {install()}"
    return (
        f"{begin} In {HOME}, use the virtual environment: {python} -m mapping ... "
        f"or {PROGRAMS / 'streamlit'} run app.py"
    )


def install(extra: str = "") -> str:
    """The command that installs what this tool needs, or what one of its extras needs."""
    pip = f"{_quoted(sys.executable)} -m pip install"
    if is_checkout():
        return f"{pip} -e {_quoted(f'{HOME}[{extra}]' if extra else str(HOME))}"
    return " ".join([pip, *map(_quoted, _needs(extra))])


def is_checkout() -> bool:
    """Whether the code runs from the project's own folder."""
    return (HOME / "pyproject.toml").is_file()


def _needs(extra: str) -> list[str]:
    """The packages that the installed tool names and that are not there, as pip takes them."""
    try:
        declared = requires(PROGRAM) or []
    except PackageNotFoundError:
        # Copied, not installed: only who copied it knows from where.
        return [f"FILE[{extra}]" if extra else "FILE"]
    parts = (one.partition(";") for one in declared)
    needs = [
        need.strip()
        for need, _, condition in parts
        if re.findall(r"""extra == ["']([\w-]+)["']""", condition) == ([extra] if extra else [])
    ]
    # All of them where each is there, but damaged.
    return [need for need in needs if not _is_there(need)] or needs


def _is_there(need: str) -> bool:
    try:
        return bool(version(re.split(r"[^\w.-]", need)[0]))
    except PackageNotFoundError:
        return False


def _quoted(text: str) -> str:
    """Text as one word for a shell, on Windows too."""
    return text if re.fullmatch(r"[\w./:\\-]+", text) else f'"{text}"'
