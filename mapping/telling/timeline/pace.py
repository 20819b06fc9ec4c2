"""How fast a force can go, by its kind: what is impossible, and how far it can have come."""

from __future__ import annotations

import math

from mapping.format.dates import parse_moment
from mapping.format.kinds import claim_kind, force_kind
from mapping.format.tables import Force, Movement

FIRST_ENGINES = parse_moment("1830-09-15")
"""The first railway between two cities, Liverpool and Manchester: nothing before outran a horse."""
BEFORE_ENGINES_KM_H = 25.0
BEFORE_ENGINES_AT_SEA_KM_H = 40.0
"""About 21 knots, the fastest that sailing ships were logged at."""


def fastest_km_h(force: Force, movement: Movement) -> float | None:
    """The limit in km/h for a movement of a force; None where nothing is known of its kind."""
    kind = force_kind(force.kind)
    if kind.fastest_km_h is None:
        return None
    if _before_engines(movement):
        return BEFORE_ENGINES_AT_SEA_KM_H if kind.is_at_sea else BEFORE_ENGINES_KM_H
    return max(kind.fastest_km_h, claim_kind(movement.kind).fastest_km_h)


def most_km(force: Force, movement: Movement, days: float) -> float:
    """The most km that a force can cover in so many days; infinite where its kind says nothing.

    Before engines nobody keeps up a gallop: a day's march is the limit of a day.
    """
    fastest = fastest_km_h(force, movement)
    if fastest is None:
        return math.inf
    km = fastest * 24 * days
    kind = force_kind(force.kind)
    if _before_engines(movement) and not kind.is_at_sea:
        km = min(km, kind.before_engines_km_day * max(days, 1.0))
    return km


def _before_engines(movement: Movement) -> bool:
    return movement.departs.latest <= FIRST_ENGINES.earliest
