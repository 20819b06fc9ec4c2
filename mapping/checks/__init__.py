"""Everything that is wrong with a campaign folder, in one pass.

Each rule is a small function in one of the modules beside this one, registered below. It takes
the campaign and yields a problem for each row that breaks it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from mapping.checks import (
    actors,
    areas,
    colours,
    counting,
    evidence,
    holding,
    laying,
    media,
    motion,
    outside,
    placing,
    silence,
    storying,
    tidy,
    timing,
    translating,
    unlocated,
    wording,
)
from mapping.format.campaign import Campaign, read_what_fits
from mapping.format.csv_file import Kept
from mapping.format.problems import Problem, find_errors
from mapping.gazetteer import OfflineGazetteer

Rule = Callable[[Campaign], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    timing.check_spans,
    timing.check_waypoint_order,
    timing.check_waypoint_span,
    outside.check_movements_within,
    outside.check_control_within,
    outside.check_days_within,
    outside.check_calendar,
    outside.check_year_slips,
    motion.check_waypoint_points,
    motion.check_two_places,
    motion.check_speed,
    holding.check_control,
    areas.check_rings,
    areas.check_sides_apart,
    areas.check_control_agrees,
    areas.check_forces_agree,
    placing.check_half_places,
    placing.check_radius,
    placing.check_swapped,
    placing.check_zero,
    placing.check_swapped_routes,
    unlocated.check_goals,
    unlocated.check_ways,
    unlocated.check_event_places,
    unlocated.check_held_places,
    evidence.check_evidence_field,
    evidence.check_inference_explained,
    evidence.check_answers_attributed,
    evidence.check_phrase_length,
    wording.check_avoid_words,
    wording.check_allegations,
    wording.check_affiliations,
    colours.check_side_colours,
    counting.check_counted,
    storying.check_step_days,
    storying.check_step_rows,
    storying.check_step_length,
    media.check_media_given,
    media.check_media_files,
    media.check_media_rows,
    laying.check_maps_laid,
    tidy.check_kinds,
    tidy.check_figure_ranges,
    tidy.check_parents,
    tidy.check_files,
)
"""Rules about what stands in the rows; they hold of any part of a folder."""

RULES_OF_THE_WHOLE: tuple[Rule, ...] = (
    motion.check_has_waypoints,
    placing.check_bounds,
    placing.check_views,
    evidence.check_evidence_given,
    evidence.check_evidence_target,
    evidence.check_answer_target,
    evidence.check_questions_answered,
    actors.check_actors_named,
    silence.check_last_known,
    silence.check_control_spoken_of,
    areas.check_outlines_known,
    areas.check_outlines_given,
    areas.check_outlines_hold,
    media.check_media_folder,
    translating.check_texts_whole,
    tidy.check_routes,
    tidy.check_unused_sources,
    tidy.check_unused_forces,
    tidy.check_unused_places,
)
"""Rules about what is missing; a row that could not be read is no second mistake."""


def check_campaign(
    folder: Path,
    *,
    texts: Mapping[str, str] = {},
    gazetteer: OfflineGazetteer | None = None,
) -> list[Problem]:
    """Find everything that is wrong with a campaign folder; raises nothing for bad data.

    `texts` holds the whole text of sources by `source_id`, to prove that the phrases of the
    evidence stand in them. With a `gazetteer` the points of the places are compared with it.
    Rules about what is missing run only where every row could be read.
    """
    return read_and_check(folder, texts=texts, gazetteer=gazetteer)[1]


def read_and_check(
    folder: Path,
    *,
    texts: Mapping[str, str] = {},
    gazetteer: OfflineGazetteer | None = None,
    ground: Sequence[Problem] | None = None,
    kept: Kept | None = None,
) -> tuple[Campaign | None, list[Problem]]:
    """The same with the campaign, which is read once for both; None where there is an error.

    `ground` is what was found in the ground before, if that is still the same; `kept` holds what
    was read of its tables before, and then what is read of them now.
    """
    campaign, problems = read_what_fits(folder, kept)
    if campaign is None or any(problem.rule == "too-much" for problem in problems):
        return None, problems
    rules = RULES if find_errors(problems) else RULES + RULES_OF_THE_WHOLE
    problems += [problem for rule in rules for problem in rule(campaign)]
    problems += evidence.check_phrases(campaign, texts)
    if all(problem.rule != "ground" for problem in problems):
        problems += check_ground_in(folder) if ground is None else ground
    if gazetteer is not None:
        problems += placing.check_gazetteer(campaign, gazetteer)
    # A row of several accounts can break a rule in each of them.
    problems = list(dict.fromkeys(problems))
    return (None if find_errors(problems) else campaign), problems


def check_ground_in(folder: Path) -> list[Problem]:
    """What keeps a campaign's own ground from being drawn; what reads it is loaded only then."""
    if not os.path.lexists(folder / "ground"):
        return []
    from mapping.basemap import check_ground

    return check_ground(folder / "ground")


__all__ = [
    "RULES", "RULES_OF_THE_WHOLE", "Rule", "check_campaign", "check_ground_in", "read_and_check",
]  # fmt: skip
