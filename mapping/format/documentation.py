"""The file format in words, written from the one declaration that also reads and checks it."""

from __future__ import annotations

from mapping.format.schema import Column, Record, columns_of
from mapping.format.tables import TABLES


def say_format() -> str:
    """Every table of a campaign folder as Markdown: columns, what they hold, what they mean."""
    return "\n".join(_say_table(name, record) for name, record in TABLES.items())


def _say_table(name: str, record: type[Record]) -> str:
    about = (record.__doc__ or "").strip().partition("\n")[0]
    lines = [f"### {name}.csv", "", about, "", "| column | holds | meaning |", "|---|---|---|"]
    lines += [_say_column(heading, column) for heading, (_, column) in columns_of(record).items()]
    return "\n".join(lines) + "\n"


def _say_column(heading: str, column: Column) -> str:
    star = "*" if column.required else ""
    return f"| `{heading}`{star} | {column.holds} | {column.about} |"
