"""Rules about what stays on the map though nothing speaks of it any more."""

from __future__ import annotations

import math
from collections.abc import Iterator

from mapping.checks.report import report
from mapping.format.campaign import Campaign
from mapping.format.problems import Problem
from mapping.format.tables import Control, Movement
from mapping.telling.timeline import Track, control_spans, presence_on, tracks_of
from mapping.telling.timeline.position import position_on

SILENT_DAYS = 3
"""From so many days on it is worth a note that nothing is said of a force or a place."""


def check_last_known(campaign: Campaign) -> Iterator[Problem]:
    """No force is only last known somewhere for days, where its account may know that it stays.

    One note for a force and an account: of the longest time.
    """
    for account_id in campaign.accounts:
        for track in tracks_of(campaign, account_id).values():
            silence = _longest_silence(track, len(campaign.calendar))
            if silence:
                yield _last_known(campaign, account_id, track, *silence)


def _last_known(
    campaign: Campaign, account_id: str, track: Track, first: int, last: int
) -> Problem:
    position = position_on(track, first)
    assert position, "a force that is last known has a place"
    movement = campaign.movements.get(position.movement_id)
    row = movement or track.stands_by or track.force
    place = campaign.places.get(position.place_id)
    where = f"at {place.name}" if place else "where its way ends"
    column = "stays_until" if movement else "ends" if track.stands_by else "force_id"
    mend = "stays_until" if movement else "a movement with stays_until"
    return report(
        "last-known", "note", row, column,
        f"{track.force.name} is only last known {where} from {campaign.calendar[first]} "
        f"to {campaign.calendar[last]}, {last - first + 1} days"
        + _in_accounts(campaign, [account_id]),
        "", "a row that says whether it stays",
        f"nothing, where no source says; else give {mend}, or an event that ends it: departure, "
        "dispersal, merger",
    )  # fmt: skip


def _longest_silence(track: Track, length: int) -> tuple[int, int] | None:
    """The longest time, from day to day, on which no row places a force that is last known."""
    for first, last in sorted(_gaps(track, length), key=lambda gap: gap[0] - gap[1]):
        if track.ends:
            last = min(last, math.floor(track.ends.first) - 1)
        if last - first + 1 >= SILENT_DAYS and presence_on(track, first) == "last known":
            return first, last
    return None


def _gaps(track: Track, length: int) -> Iterator[tuple[int, int]]:
    """The days between those on which a row may place a force, and after the last of them."""
    free: int | None = None
    for placing in sorted(track.placings, key=lambda one: one.first):
        begin, end = (min(max(time, 0.0), length) for time in (placing.first, placing.last))
        if free is not None and math.floor(begin) > free:
            yield free, math.floor(begin) - 1
        free = max(free or 0, math.ceil(end), math.floor(begin) + (placing.last >= 0))
    if free is not None and free < length:
        yield free, length - 1


def check_control_spoken_of(campaign: Campaign) -> Iterator[Problem]:
    """No place is surely held for days after the last row that speaks of it.

    An event, an actual way or another row of control at the place does, and so does evidence for
    `ends`, or one that is inferred and says how the whole row follows.
    """
    silent: dict[str, tuple[int, int, list[str]]] = {}
    for account_id in campaign.accounts:
        spoken = _spoken_of(campaign, account_id)
        for row, span in control_spans(campaign, account_id):
            if row.certainty == "uncertain" or _is_end_explained(campaign, row):
                continue
            first = max(math.ceil(spoken[row.place_id] - campaign.origin), 0)
            last = math.floor(min(span.sure_to, len(campaign.calendar))) - 1
            if last - first + 1 >= SILENT_DAYS:
                silent.setdefault(row.control_id, (first, last, []))[2].append(account_id)
    for control_id, (first, last, account_ids) in silent.items():
        row = campaign.control[control_id]
        yield report(
            "control-unspoken", "note", row, "ends",
            f"surely held from {campaign.calendar[first]} to {campaign.calendar[last]}, and "
            f"nothing speaks of {row.place_id} on these days{_in_accounts(campaign, account_ids)}",
            row.ends.text if row.ends else "", "an end, or evidence for it",
            "say until when it is known to be held, or give evidence for ends that is inferred "
            "and says why it stays so",
        )  # fmt: skip


def _is_end_explained(campaign: Campaign, row: Control) -> bool:
    return any(
        passage.field == "ends" or (passage.stance == "inferred" and not passage.field)
        for passage in campaign.evidence_for(row)
        if passage.stance != "disputes"
    )


def _spoken_of(campaign: Campaign, account_id: str) -> dict[str, float]:
    """The last moment of which an account tells something at each place."""
    spoken: dict[str, float] = {}

    def speak(place_id: str, time: float) -> None:
        if math.isfinite(time):
            spoken[place_id] = max(spoken.get(place_id, -math.inf), time)

    for row in campaign.told_by(account_id, campaign.control):
        spoken.setdefault(row.place_id, -math.inf)
        speak(row.place_id, row.starts.latest)
    for event in campaign.told_by(account_id, campaign.events):
        for place_id in event.place_ids:
            speak(place_id, (event.ends or event.starts).latest)
    for movement in campaign.told_by(account_id, campaign.movements):
        if movement.mode == "actual":
            for place_id, time in _passed(campaign, movement):
                speak(place_id, time)
    return spoken


def _passed(campaign: Campaign, movement: Movement) -> Iterator[tuple[str, float]]:
    """The places of a way, each with the last moment at which its force may be there."""
    waypoints = campaign.waypoints.get(movement.movement_id, ())
    for number, waypoint in enumerate(waypoints):
        leaves = number == 0 and len(waypoints) > 1
        own = movement.departs if leaves else movement.arrives
        yield waypoint.place_id, (waypoint.at or own).latest
    if waypoints and movement.stays_until:
        yield waypoints[-1].place_id, movement.stays_until.latest


def _in_accounts(campaign: Campaign, account_ids: list[str]) -> str:
    """Whose telling it is, where a campaign has several."""
    named = "; ".join(campaign.accounts[account_id].title for account_id in account_ids)
    return f" (account: {named})" if len(campaign.accounts) > 1 else ""
