"""The claims of a day in the order in which they are told, in the player and on the page alike."""

from __future__ import annotations

from dataclasses import dataclass

from mapping.format.schema import row_name
from mapping.format.tables import Event, Movement
from mapping.telling.timeline import Dating, DayState, Span

STATED = ("dated", "between")
"""How a row is dated that its account dates itself; the others were placed by inference."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A movement or event that is told of a day, how it is dated, and when it was."""

    row: Movement | Event
    dating: Dating
    span: Span

    @property
    def name(self) -> str:
        """Table and id, as the player calls it."""
        return row_name(self.row)


def claims_in_order(state: DayState) -> tuple[list[Claim], list[Claim]]:
    """A day's movements and events: those the account dates, and those it leaves undated.

    What is dated comes in its order in time, but what began or may have begun on an earlier day
    after what is of this day alone. What is not has none of its own: the most narrowly placed comes
    first.
    """
    claims = [Claim(one.movement, one.dating, one.leg.span) for one in state.movements]
    claims += [Claim(one.event, one.dating, one.span) for one in state.events]
    dated = [claim for claim in claims if claim.dating in STATED]
    undated = [claim for claim in claims if claim.dating not in STATED]
    dated.sort(
        key=lambda claim: (claim.span.first < state.number, claim.span.first, claim.span.last)
    )
    undated.sort(key=lambda claim: (claim.span.last - claim.span.first, claim.span.first))
    return dated, undated
