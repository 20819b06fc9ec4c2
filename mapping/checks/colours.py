"""Rules about the colours of sides: who sees fewer colours still tells the sides apart."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from mapping.format.campaign import Campaign, Side
from mapping.format.problems import Problem

Colours = NDArray[np.float64]
"""Linear RGB from 0 to 1, a row for each colour; or CIELAB of the same shape."""

SEEN_BY = {
    "most people": np.eye(3),
    "people with protanopia": np.array([
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ]),
    "people with deuteranopia": np.array([
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ]),
    "people with tritanopia": np.array([
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691_367, 0.303900],
    ]),
}  # fmt: skip
"""How linear RGB is seen: Machado, Oliveira and Fernandes (2009), "A Physiologically-based Model
for Simulation of Color Vision Deficiency", severity 1.0."""

LEAST_APART = 20.0
"""CIELAB distance (CIE 1976) below which two sides are hard to tell apart as thin lines and small
signs; about 2.3 is just noticeable for large fields side by side (Mahy et al., 1994)."""
TO_XYZ = np.array([
    [0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175],
    [0.0193339, 0.1191920, 0.9503041],
])  # fmt: skip
"""Linear sRGB to XYZ of D65 (IEC 61966-2-1)."""
WHITE = np.array([0.95047, 1.0, 1.08883])


def check_side_colours(campaign: Campaign) -> Iterator[Problem]:
    """Two sides of a campaign can be told apart by colour, however a reader sees colours."""
    for one, other in combinations(campaign.sides.values(), 2):
        blurred = [who for who, apart in distances(one, other).items() if apart < LEAST_APART]
        if blurred:
            yield Problem(
                rule="side-colours", severity="note", file="campaign.toml",
                column="sides.colour",
                message=f"{one.name} and {other.name} look alike to {', '.join(blurred)}",
                found=f"{one.colour} and {other.colour}",
                expected="colours of sides that differ in lightness, too",
                mend="make one of them clearly darker or lighter",
            )  # fmt: skip


def distances(one: Side, other: Side) -> dict[str, float]:
    """How far apart two sides' colours are in CIELAB, for each way of seeing colours."""
    linear = np.array([_to_linear(one.colour), _to_linear(other.colour)])
    return {
        who: float(np.linalg.norm(np.subtract(*to_lab(np.clip(linear @ seen.T, 0.0, 1.0)))))
        for who, seen in SEEN_BY.items()
    }


def _to_linear(colour: str) -> list[float]:
    """`#rrggbb` in linear light, by the transfer function of sRGB (IEC 61966-2-1)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def to_lab(linear: Colours) -> Colours:
    """Linear RGB as CIELAB (CIE 1976): lightness from 0 to 100, and two axes of colour."""
    x, y, z = _compressed(linear @ TO_XYZ.T / WHITE).T
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=1)


def _compressed(share: Colours) -> Colours:
    """The cube root of CIELAB, straight near black."""
    return np.where(share > (6 / 29) ** 3, np.cbrt(share), share / (3 * (6 / 29) ** 2) + 4 / 29)
