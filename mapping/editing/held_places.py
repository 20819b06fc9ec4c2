"""Who holds a place from a moment on, as one change."""

from __future__ import annotations

from dataclasses import dataclass, field

from mapping.editing.changes import SetCells, Together
from mapping.editing.claim import ClaimWriter, NamedSource
from mapping.editing.folder_files import EditError, Files, lines_of
from mapping.editing.head_values import head_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A side holds a place, nobody where it is empty, until `ends` or the place's next row.

    `starts` and `ends` are moments as the format writes them.
    """

    place_id: str
    starts: str
    side_id: str = ""
    ends: str = ""
    certainty: str = "less-certain"
    accounts: tuple[str, ...] = ()
    """Whose tellings say it, by their ids; none: all of the campaign's."""
    source: NamedSource = field(default_factory=NamedSource)


def lacks_of(holding: Holding) -> list[str]:
    """What is still to say besides the place, each as what to do."""
    return ([] if holding.starts else ["say from when it was held"]) + holding.source.lacks


def write_holding(files: Files, holding: Holding) -> Together:
    """The change that says who holds a place; raises `EditError` for what it lacks.

    What the same source has said of that place and moment is corrected; any other row stays.
    """
    if not holding.place_id:
        raise EditError("say which place it is")
    if lacks := lacks_of(holding):
        raise EditError("; ".join(lacks))
    says = f"who held {holding.place_id} from {holding.starts}"
    cells = {"side_id": holding.side_id, "ends": holding.ends, "certainty": holding.certainty}
    if row := _row_to_correct(files, holding):
        return Together(says, (SetCells("control", row, cells),))
    writer = ClaimWriter(files)
    source_id = writer.source(holding.source)
    row_id = writer.new_id("control", f"{holding.place_id} {holding.side_id or 'nobody'}")
    writer.add("control", {"control_id": row_id, "place_id": holding.place_id,
                           "starts": holding.starts, "account_ids": ";".join(holding.accounts),
                           **cells})  # fmt: skip
    writer.cite("control", row_id, source_id, holding.source)
    return Together(says, tuple(writer.changes))


def _row_to_correct(files: Files, holding: Holding) -> int | None:
    """The row that this source has for the place and the moment."""
    usual = str(head_of(files).get("default_source", ""))
    said: dict[str, set[str]] = {}
    for _, cells in lines_of(files, "evidence"):
        if cells.get("table") == "control":
            said.setdefault(cells.get("row_id", ""), set()).add(cells.get("source_id", ""))
    for row, cells in lines_of(files, "control"):
        sources = said.get(cells.get("control_id", ""), {usual})
        if (
            cells.get("place_id") == holding.place_id
            and cells.get("starts") == holding.starts
            and cells.get("account_ids", "") == ";".join(holding.accounts)
            and sources == {holding.source.source_id}
        ):
            return row
    return None
