"""What a row claims, in plain values that every format takes: who, when, how sure, who says so."""

from __future__ import annotations

from typing import Any

from mapping.export.iso_times import say_span, to_limit
from mapping.format.campaign import Campaign, Told, is_told_by
from mapping.format.schema import Record, row_name
from mapping.format.tables import Area, Control, Evidence, Movement, Place
from mapping.geo.geodesy import Point
from mapping.telling.citation import say_source
from mapping.telling.narrate import say_certainty, say_when
from mapping.telling.once import once
from mapping.telling.outcomes import OUTCOMES, Outcome, claim_outcomes, spans_of_control
from mapping.telling.timeline import (
    ForceState,
    Leg,
    Span,
    area_span,
    dating_of,
    day_states,
    legs_of,
    span_of,
    tracks_of,
)
from mapping.telling.translated import in_language, languages_of

Values = dict[str, Any]


def claim_values(campaign: Campaign, row: Told) -> Values:
    """What all claims have in common, as flat as it can be."""
    span = span_in_export(campaign, row)
    start, end = say_span(campaign.origin, span)
    outcome, where = _outcome_of(campaign, row)
    return {
        "accounts": [one.account_id for one in tellers_of(campaign, row) if one.account_id],
        "account_titles": [one.title for one in tellers_of(campaign, row) if one.title],
        "certainty": row.certainty,
        "dating": dating_of(campaign, row),
        "doubt": say_doubt(campaign, row),
        "drawn": outcome,
        "where_drawn": where,
        "when": {"timespans": [_timespan(row)]},
        "when_words": say_when(campaign, row),
        "start": start,
        "end": end,
        **source_values(campaign, passages_of(campaign, row)),
    }


def spoken_values(
    campaign: Campaign, row: Told | Place | None, side_id: str = "", force_id: str = ""
) -> Values:
    """The texts of a row in each other language that the campaign has: `title_fa`, `summary_fa`.

    Those of its side and its force, too; only what differs from the author's own.
    """
    own = _texts(campaign, row, side_id, force_id) if languages_of(campaign) else {}
    return {
        f"{name}_{language}": text
        for language in languages_of(campaign)
        for name, text in _texts(in_language(campaign, language), row, side_id, force_id).items()
        if text != own[name]
    }


def _texts(
    campaign: Campaign, row: Told | Place | None, side_id: str, force_id: str
) -> dict[str, str]:
    texts = {}
    if isinstance(row, Place):
        place = campaign.places[row.place_id]
        texts = {"title": place.name, "summary": place.note}
    elif row is not None and not isinstance(row, Control):
        said = getattr(campaign, row.table)[row.row_id]
        texts = {"title": said.title, "summary": said.summary}
    if side_id:
        texts["side_name"] = campaign.sides[side_id].name
    if force_id:
        texts["force_name"] = campaign.forces[force_id].name
    return texts


def _outcome_of(campaign: Campaign, row: Told) -> tuple[Outcome, str]:
    """What becomes of a row, in that of its accounts in which least of it is drawn."""
    tellers = [one.account_id for one in tellers_of(campaign, row)]
    outcomes = [claim_outcomes(campaign, account_id)[row_name(row)] for account_id in tellers]
    return max(outcomes, key=lambda one: OUTCOMES.index(one[0]))


def source_values(campaign: Campaign, passages: list[Evidence]) -> Values:
    """Passages with their sources, and each source once as Linked Places cites it."""
    return {
        "evidence": [_passage(campaign, one) for one in passages],
        "citations": cite_sources(campaign, [one.source_id for one in passages]),
    }


def cite_sources(campaign: Campaign, source_ids: list[str]) -> list[Values]:
    """Sources as `{label, @id}`, each once; `@id` is the address, where there is one."""
    cited = []
    for source in (campaign.sources[name] for name in dict.fromkeys(source_ids)):
        address = {"@id": source.url} if source.url else {}
        cited.append({"label": say_source(source), **address})
    return cited


def placed_by_of(campaign: Campaign, account_id: str, one: ForceState) -> Told | None:
    """The movement, or else the event, that puts a force where it is."""
    if one.position.movement_id:
        return campaign.movements[one.position.movement_id]
    return tracks_of(campaign, account_id)[one.force.force_id].stands_by


def passages_of(campaign: Campaign, row: Record) -> list[Evidence]:
    """The passages that a row rests on, each once; those of its waypoints are a movement's, too."""
    passages = [*campaign.evidence_for(row)]
    if isinstance(row, Movement):
        for waypoint in campaign.waypoints.get(row.movement_id, ()):
            passages += campaign.evidence_for(waypoint)
    same = {(one.source_id, one.locator, one.words, one.stance): one for one in reversed(passages)}
    return [*reversed(same.values())]


def tellers_of(campaign: Campaign, row: Told) -> list[Any]:
    """The accounts that tell a row, in the campaign's order."""
    return [one for one in campaign.accounts.values() if is_told_by(row, one.account_id)]


def first_teller(campaign: Campaign, row: Told) -> str:
    """The account by which a row is placed: the default one if it tells it, else the first."""
    told = [one.account_id for one in tellers_of(campaign, row)]
    return campaign.default_account if campaign.default_account in told else told[0]


def span_in_export(campaign: Campaign, row: Told) -> Span:
    """From when to when a row may have been so; who holds a place does until the next row."""
    if isinstance(row, Movement):
        return span_of(campaign, row.departs, row.arrives)
    if isinstance(row, Area):
        return area_span(campaign, row)
    if row.table == "events":
        return span_of(campaign, row.starts, row.ends)
    return spans_of_control(campaign, first_teller(campaign, row))[row.row_id]


@once
def drawn_points(campaign: Campaign, account_id: str) -> list[dict[str, tuple[Point, ...]]]:
    """For each day where each event of it is drawn, by its id."""
    return [
        {state.event.event_id: state.points for state in day.events}
        for day in day_states(campaign, account_id)
    ]


@once
def all_legs(campaign: Campaign) -> dict[str, Leg]:
    """The line of every movement, by its id; it is the same in every account."""
    legs = [leg for account in campaign.accounts for leg in legs_of(campaign, account)]
    return {leg.movement.movement_id: leg for leg in legs}


def say_doubt(campaign: Campaign, row: Told) -> str:
    """Why not to take a row as a plain fact: `planned; less certain; undated in this account`."""
    words = [row.mode] if isinstance(row, Movement) and row.mode != "actual" else []
    words += [say_certainty(row.certainty)] if row.certainty != "certain" else []
    words += (
        ["undated in its account"] if dating_of(campaign, row) in ("implied", "undated") else []
    )
    asked = (row.table, row.row_id) in _asked(campaign)
    return "; ".join([*words, "contested"] if asked else words)


@once
def _asked(campaign: Campaign) -> set[tuple[str, str]]:
    """The rows that are an answer to a question, by table and id."""
    return {(one.claim_table, one.claim_id) for one in campaign.answers.values()}


def _timespan(row: Told) -> Values:
    starts = row.departs if isinstance(row, Movement) else row.starts
    ends = row.arrives if isinstance(row, Movement) else row.ends
    timespan = {"start": to_limit(starts)}
    # An event without an end is one moment; who holds a place does so until the next row.
    if ends or row.table == "events":
        timespan["end"] = to_limit(ends or starts)
    return timespan


def _passage(campaign: Campaign, one: Evidence) -> Values:
    source = campaign.sources[one.source_id]
    values = {
        "source": one.source_id, "title": source.title, "url": source.url, "field": one.field,
        "locator": one.locator, "words": one.words, "stance": one.stance, "note": one.note,
    }  # fmt: skip
    return {name: value for name, value in values.items() if value}
