"""Tables larger than memory, narrowed by conditions before their rows are read: `import --where`.

Ibis asks DuckDB in this process about a CSV or Parquet file, or another engine by its address and
a table: `postgres://HOST/DATABASE#TABLE`. Conditions are read here and never reach it as text.
What is more than can be taken is counted by day, place and kind.
"""

from __future__ import annotations

import operator
import re
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from mapping.intake.column_guess import guess_layout
from mapping.intake.found import MOST_TAKEN, Found, ImportFileError
from mapping.intake.from_rows import Sheet, read_rows
from mapping.intake.moments import in_cell
from mapping.intake.taking import Wish
from mapping.words.shell import install

CONDITION = re.compile(r"\s*(?P<column>[^=<>!~]+?)\s*(?P<sign>!=|<=|>=|=|<|>|~)\s*(?P<value>.*)")
SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le,
    ">": operator.gt, ">=": operator.ge,
    "~": lambda column, value: column.cast("string").lower().contains(str(value).lower()),
}  # fmt: skip
ENGINES = ("duckdb", "_duckdb", "psycopg", "psycopg2", "pyspark")
MOST_SUMS = 200
"""As many sums of what is not taken are listed."""
MEMORY = "256MB"
"""What DuckDB may hold at once."""


def take_where(file: str, conditions: Sequence[str], wish: Wish) -> Found:
    """What the rows of a table hold of which all conditions are true; raises `ImportFileError`."""
    try:
        import ibis
        from ibis.common.exceptions import IbisError
    except ModuleNotFoundError as error:
        raise ImportFileError(f"{error.name} is missing: {install('tables')}") from None
    with warnings.catch_warnings():
        # Ibis 12 calls DuckDB 2 by names that will go; nobody here can mend that.
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            table = _open(ibis, file)
            whole = int(table.count().execute())
            for condition in conditions:
                table = table.filter(_parse(table, condition))
            return _take(table, whole, file, wish)
        except ImportFileError:
            raise
        except Exception as error:
            # Each engine has errors of its own.
            engine = type(error).__module__.partition(".")[0]
            if engine not in ENGINES and not isinstance(error, OSError | ValueError | IbisError):
                raise
            raise ImportFileError(f"{file} cannot be asked: {error}"[:500]) from None


def _open(ibis: Any, file: str) -> Any:
    address, mark, name = file.partition("#")
    if "://" in address:
        if not mark:
            raise ImportFileError(f"name the table: {address}#TABLE")
        return ibis.connect(address).table(name)
    path = Path(file)
    if not path.is_file():
        raise ImportFileError(f"{file} cannot be read: there is no such file")
    engine = ibis.duckdb.connect(memory_limit=MEMORY, threads=2)
    match path.suffix.lower():
        case ".parquet":
            return engine.read_parquet(path)
        case ".csv" | ".tsv" | ".txt":
            return engine.read_csv(path, all_varchar=True)
    raise ImportFileError(f"{file}: --where takes a CSV or Parquet file, or an engine's address")


def _parse(table: Any, condition: str) -> Any:
    """`country=Yemen` as an expression; numbers are compared as numbers, all else as text."""
    match = CONDITION.fullmatch(condition)
    if match is None:
        raise ImportFileError(
            f"--where takes COLUMN, one of {' '.join(SIGNS)} and a value, got {condition!r}"
        )
    if match["column"] not in table.columns:
        known = ", ".join(table.columns)[:500]
        raise ImportFileError(f"there is no column {match['column']}; the file has: {known}")
    column, value = table[match["column"]], match["value"].strip()
    try:
        number = float(value)
    except ValueError:
        return SIGNS[match["sign"]](column.cast("string"), value)
    if match["sign"] == "~":
        return SIGNS["~"](column, value)
    return SIGNS[match["sign"]](column.try_cast("float64"), number)


def _take(table: Any, whole: int, file: str, wish: Wish) -> Found:
    """The first rows by day, as many as can be taken; sums of the others."""
    count = int(table.count().execute())
    if not count:
        raise ImportFileError(f"no row of {whole:,} is meant by these conditions")
    layout = guess_layout(table.columns, wish.columns)
    day = layout.roles.get("day")
    ordered = table.order_by(day) if day else table
    records = ordered.limit(MOST_TAKEN).to_pyarrow().to_pylist()
    rows = [
        (f"row {number} of those meant", {name: in_cell(cell) for name, cell in one.items()})
        for number, one in enumerate(records, 1)
    ]
    found = read_rows(Sheet(table.columns, rows), "a table", wish.columns, wish.order)
    found.notes.append(f"{count:,} of {whole:,} rows of {Path(file).name} are meant")
    if count > MOST_TAKEN:
        found.notes.append(f"the first {MOST_TAKEN:,} by day are taken, the others counted below")
        _sum_others(ordered, layout.roles, count, found)
    return found


def _sum_others(ordered: Any, roles: Any, count: int, found: Found) -> None:
    names = [roles[role] for role in ("day", "place", "kind") if role in roles]
    others = ordered.limit(count, offset=MOST_TAKEN)
    if not names:
        found.leave("the others", f"{count - MOST_TAKEN:,} rows", "more than can be taken")
        return
    sums = others.group_by(names).aggregate(rows=others.count()).order_by(names)
    listed = sums.limit(MOST_SUMS + 1).to_pyarrow().to_pylist()
    for one in listed[:MOST_SUMS]:
        said = ", ".join(in_cell(one[name]) for name in names)
        found.leave(said, f"{one['rows']:,} rows", "more than can be taken: narrow it further")
    if len(listed) > MOST_SUMS:
        rest = count - MOST_TAKEN - sum(one["rows"] for one in listed[:MOST_SUMS])
        found.leave("later ones", f"{rest:,} rows", "more than can be taken: narrow it further")
