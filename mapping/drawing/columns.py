"""Records of one kind as columns: each field a list, in the order of the records.

So the name of a field stands once for all of them, and what many share is easily found.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Json = dict[str, Any]
Columns = dict[str, list[Any]]
"""Values by the name of their field; those that are lists stand as tuples."""


def as_columns(records: Iterable[Json]) -> Columns:
    """The columns of records that all have the same fields; none where there is no record."""
    columns: Columns = {}
    for record in records:
        if not columns:
            columns = {name: [] for name in record}
        for name, value in record.items():
            columns[name].append(value)
    return columns
