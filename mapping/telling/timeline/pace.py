"""How fast a force can go, by its kind: what is impossible, and how far it can have come."""

from __future__ import annotations

import math

from mapping.format.dates import parse_moment
from mapping.format.tables import Force, Movement

FASTEST_KM_H = {
    "infantry": 100.0, "mechanised column": 60.0, "armour": 70.0, "artillery": 90.0,
    "cavalry": 25.0, "army": 120.0, "population": 120.0, "navy": 100.0, "aviation": 400.0,
    "air force": 2_500.0, "leadership": 1_000.0, "government": 1_000.0,
}  # fmt: skip
"""What no force of a kind can exceed from place to place, in km/h; other kinds are not checked.

Top speeds and not rates of march, so that only the impossible is reported. A mechanised column
is as fast as its tracked carriers (M113 about 64 km/h, T-72 60 km/h on roads), armour as the
fastest battle tanks (about 70 km/h); infantry may ride lorries, an army or a population trains;
cavalry changes no horses and canters at best; the helicopter record is 400.87 km/h (Westland
Lynx, 1986); jets reach twice the speed of sound; leaders and governments may fly.
"""
FASTEST_BY_MOVEMENT = {"landing": 400.0, "air strike": 2_500.0}
"""Movements through the air, in km/h, whatever the kind of the force."""
FIRST_ENGINES = parse_moment("1830-09-15")
"""The first railway between two cities, Liverpool and Manchester: nothing before outran a horse."""
BEFORE_ENGINES_KM_H = 25.0
BEFORE_ENGINES_AT_SEA_KM_H = 40.0
"""About 21 knots, the fastest that sailing ships were logged at."""
BEFORE_ENGINES_KM_DAY = {"cavalry": 120.0, "leadership": 300.0, "government": 300.0}
"""What horses, and relays of them, keep up for a whole day; all others on land go on foot."""
ON_FOOT_KM_DAY = 70.0
"""The longest forced marches: the Light Division's to Talavera in 1809 was about 68 km in a day."""


def fastest_km_h(force: Force, movement: Movement) -> float | None:
    """The limit in km/h for a movement of a force; None where nothing is known of its kind."""
    fastest = FASTEST_KM_H.get(force.kind)
    if fastest is None:
        return None
    if _before_engines(movement):
        return BEFORE_ENGINES_AT_SEA_KM_H if force.kind == "navy" else BEFORE_ENGINES_KM_H
    return max(fastest, FASTEST_BY_MOVEMENT.get(movement.kind, 0.0))


def most_km(force: Force, movement: Movement, days: float) -> float:
    """The most km that a force can cover in so many days; infinite where its kind says nothing.

    Before engines nobody keeps up a gallop: a day's march is the limit of a day.
    """
    fastest = fastest_km_h(force, movement)
    if fastest is None:
        return math.inf
    km = fastest * 24 * days
    if _before_engines(movement) and force.kind != "navy":
        km = min(km, BEFORE_ENGINES_KM_DAY.get(force.kind, ON_FOOT_KM_DAY) * max(days, 1.0))
    return km


def _before_engines(movement: Movement) -> bool:
    return movement.departs.latest <= FIRST_ENGINES.earliest
