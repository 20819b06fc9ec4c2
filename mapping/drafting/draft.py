"""A text as a draft: what it names, what it claims, and what was not drafted and why.

`draft_text` does the whole way. A `Draft` is a value: nothing of it changes when it is shown or
written, and a person's corrections are made in the campaign that it becomes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from mapping.drafting.lock import Claim, Proposal, Refusal, judge
from mapping.drafting.named_places import NamedPlace
from mapping.drafting.parties import Sides
from mapping.drafting.proposing import propose
from mapping.drafting.reading import TextReading, read_text
from mapping.drafting.sentences import DraftError
from mapping.drafting.world import World, load_world
from mapping.format.campaign.head import MAX_DAYS
from mapping.format.dates import MomentError, parse_day
from mapping.format.gregorian import Day

MentionKind = Literal["place", "person", "date", "other"]
MOST_CLAIMS = 20_000


class Frame(NamedTuple):
    """What a person says of a text beforehand: the campaign's days, and its sides."""

    first_day: Day
    last_day: Day
    sides: Sides | None = None

    @classmethod
    def of(cls, first: str, last: str, sides: Sides | None = None) -> Frame:
        """A frame of days as text, YYYY-MM-DD. Raises `DraftError` for days that are none."""
        days = []
        for name, text in (("first", first), ("last", last)):
            try:
                days.append(parse_day(text))
            except MomentError as error:
                raise DraftError(f"the {name} day, {text}: {error.mend}") from None
        if not 0 <= days[1] - days[0] < MAX_DAYS:
            raise DraftError(f"from {first} to {last}: a campaign has 1 to {MAX_DAYS:,} days")
        return cls(days[0], days[1], sides)


class Mention(NamedTuple):
    """A stretch of the text that names something: `text[start:end]`.

    A place has `place_id`; a date `moment`, `ends` and `basis`.
    """

    start: int
    end: int
    text: str
    kind: MentionKind
    place_id: str = ""
    moment: str = ""
    ends: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text, its mentions in order, its places by id, its claims, and what was left out."""

    reading: TextReading
    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]
    left: tuple[Refusal, ...]

    @property
    def text(self) -> str:
        """The text as it was given."""
        return self.reading.text

    @property
    def places(self) -> dict[str, NamedPlace]:
        """The places by id: found with candidates, or listed with the reason."""
        return self.reading.places


def draft_text(text: str, frame: Frame, world: World | None = None) -> Draft:
    """Read a text and draft what it claims.

    Raises `DraftError` for what is no text; one without places or claims is a draft that says so.
    """
    reading = read_text(text, frame.first_day, frame.last_day, world or load_world(), frame.sides)
    left: list[Refusal] = []
    proposals: list[Proposal] = []
    for one in propose(reading):
        if isinstance(one, Proposal):
            proposals.append(one)
        else:
            left.append(Refusal(one.start, one.end, "", one.why))
    return _draft(reading, proposals, left)


def redraft(draft: Draft, proposals: Iterable[Proposal], refused: Iterable[Refusal] = ()) -> Draft:
    """The same text with what somebody else proposes in the place of the tool's own claims.

    `refused` is what could not even be read as a proposal.
    """
    made = _draft(draft.reading, proposals, list(refused))
    told = {claim.sentence for claim in made.claims}
    silent = [
        Refusal(one.start, one.end, "", "nothing was proposed for it")
        for one in draft.reading.sentences
        if one.number not in told
        and not any(one.start <= each.start < one.end for each in made.left)
    ]
    return Draft(made.reading, made.mentions, made.claims, tuple(sorted([*made.left, *silent])))


def _draft(reading: TextReading, proposals: Iterable[Proposal], left: list[Refusal]) -> Draft:
    claims: dict[Claim, None] = {}
    for proposal in proposals:
        judged = judge(proposal, reading)
        if isinstance(judged, Refusal):
            left.append(judged)
        elif judged in claims:
            left.append(Refusal(judged.start, judged.end, judged.phrase, "it is drafted already"))
        elif len(claims) >= MOST_CLAIMS:
            left.append(Refusal(judged.start, judged.end, judged.phrase,
                                f"more than {MOST_CLAIMS:,} claims"))  # fmt: skip
        else:
            claims[judged] = None
    return Draft(reading, _mentions(reading), tuple(sorted(claims)), tuple(sorted(left)))


def _mentions(reading: TextReading) -> tuple[Mention, ...]:
    places = (
        Mention(one.start, one.end, one.text, "place", one.place_id)
        for one in reading.place_mentions
    )
    others = (
        Mention(one.start, one.end, one.text, "person" if one.kind == "person" else "other")
        for one in reading.others
    )
    days = (
        Mention(one.start, one.end, one.text, "date", "", one.moment, one.ends, one.basis)
        for one in reading.days
    )
    return tuple(sorted([*places, *others, *days]))
