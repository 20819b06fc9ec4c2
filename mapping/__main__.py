"""The command line: `python -m mapping`, or `campaign-map` where the package is installed.

Exit codes: 0 no errors, 1 errors in the data, 2 wrong use, or a package that is not there.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

WINDOWS = sys.platform == "win32"
PYTHON = ".venv\\Scripts\\python" if WINDOWS else ".venv/bin/python"
MAKE = (
    "py -m venv .venv; .venv\\Scripts\\pip install -e ."
    if WINDOWS
    else "python3 -m venv .venv && .venv/bin/pip install -e ."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    try:
        from mapping.commands.line import run

        return run(arguments)
    except ModuleNotFoundError as error:
        if (error.name or "mapping").partition(".")[0] == "mapping":
            raise
        print(_say_missing(error.name or ""), file=sys.stderr)
        return 2


def _say_missing(package: str) -> str:
    """What to do where a package is missing: mostly this is the wrong Python."""
    home = Path(__file__).resolve().parents[1]
    begin = f"{package} is missing: this Python ({sys.executable}) has not what the tool needs."
    if (home / PYTHON).exists() or (home / f"{PYTHON}.exe").exists():
        return f"{begin} Start the one of the virtual environment: {PYTHON} -m mapping ..."
    if (home / "pyproject.toml").exists():
        return f"{begin} Make the virtual environment first: {MAKE}"
    return f"{begin} Install it again: pip install --force-reinstall campaign-map"


if __name__ == "__main__":
    sys.exit(main())
