"""The command line: `python -m mapping`, or `campaign-map` where the package is installed.

Exit codes: 0 no errors, 1 errors in the data, 2 wrong use, or a package that is not there,
130 stopped by Ctrl-C.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from mapping.words.shell import say_missing


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    try:
        from mapping.commands.line import run

        return run(arguments)
    except ModuleNotFoundError as error:
        print(say_missing(error), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
