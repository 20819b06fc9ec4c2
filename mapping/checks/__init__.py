"""Everything that is wrong with a campaign folder, in one pass.

Each rule is a small function in one of the modules beside this one, registered below. It takes
the campaign and yields a problem for each row that breaks it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from mapping.campaign import Campaign, read_what_fits
from mapping.checks import claims, control, motion, places, tidy, times, words
from mapping.gazetteer import OfflineGazetteer
from mapping.problems import Problem, find_errors

Rule = Callable[[Campaign], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    times.check_spans,
    times.check_waypoint_order,
    times.check_waypoint_span,
    times.check_movements_within,
    times.check_days_within,
    motion.check_waypoint_points,
    motion.check_two_places,
    motion.check_speed,
    control.check_control,
    places.check_half_places,
    places.check_radius,
    places.check_swapped,
    claims.check_evidence_field,
    claims.check_inference_explained,
    claims.check_answers_attributed,
    claims.check_phrase_length,
    words.check_avoid_words,
    words.check_allegations,
    tidy.check_kinds,
    tidy.check_figure_ranges,
    tidy.check_parents,
    tidy.check_files,
)
"""Rules about what stands in the rows; they hold of any part of a folder."""

RULES_OF_THE_WHOLE: tuple[Rule, ...] = (
    motion.check_has_waypoints,
    places.check_bounds,
    places.check_views,
    claims.check_evidence_given,
    claims.check_evidence_target,
    claims.check_answer_target,
    claims.check_questions_answered,
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
    campaign, problems = read_what_fits(folder)
    if campaign is None or any(problem.rule == "too-much" for problem in problems):
        return problems
    rules = RULES if find_errors(problems) else RULES + RULES_OF_THE_WHOLE
    problems += [problem for rule in rules for problem in rule(campaign)]
    problems += claims.check_phrases(campaign, texts)
    if all(problem.rule != "ground" for problem in problems):
        problems += _check_ground(folder)
    if gazetteer is not None:
        problems += places.check_gazetteer(campaign, gazetteer)
    # A row of several accounts can break a rule in each of them.
    return list(dict.fromkeys(problems))


def _check_ground(folder: Path) -> list[Problem]:
    """What keeps a campaign's own ground from being drawn; Folium is loaded only if it has one."""
    if not os.path.lexists(folder / "ground"):
        return []
    from mapping.basemap import check_ground

    return check_ground(folder / "ground")


__all__ = ["RULES", "RULES_OF_THE_WHOLE", "Rule", "check_campaign"]
