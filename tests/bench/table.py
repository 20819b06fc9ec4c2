"""What was measured, and how it is shown: one table for all parts, in Markdown."""

from __future__ import annotations

import math
import os
import platform
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

STAY, DAY, TIMELINE = "TimestampedGeoJson", "TimestampedGeoJson, a day", "Timeline"
RIVALS = (STAY, DAY, TIMELINE)
"""Folium's own plug-ins, measured on the same events: the first as Folium sets it, whose events
stay once they were shown, and with each event on its day alone."""
COUNTED = {"errors", "faults", "pictures"}
"""Units of which there are no parts."""


class Measure(NamedTuple):
    """One thing measured: its `value` in `unit`, and the goal where there is one.

    A value may be at most as large as its goal, or at least where `is_least`; `beside` is what
    others took for the same, by their names. What could not be measured is not a number.
    """

    name: str
    value: float
    unit: str
    goal: float | None = None
    is_least: bool = False
    beside: Mapping[str, float] = {}

    @property
    def is_met(self) -> bool:
        """Whether the goal was reached; so it is where there is none."""
        if self.goal is None:
            return True
        return self.value >= self.goal if self.is_least else self.value <= self.goal


def table_of(measures: Iterable[Measure]) -> str:
    """All measures as one table: each with its goal, its share of it, and how others do."""
    heading = ["measured", "value", "goal", "of the goal", *RIVALS]
    rows = [heading, ["---", *["--:"] * (len(heading) - 1)], *map(_row, measures)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _row(one: Measure) -> list[str]:
    goal = share = ""
    if one.goal is not None:
        goal = f"{'at least ' if one.is_least else ''}{one.goal:g} {one.unit}"
        share = _ratio(one.value, one.goal) + ("" if one.is_met else " MISSED")
    return [
        one.name,
        _said(one.value, one.unit),
        goal,
        share,
        *(_beside(one, name) for name in RIVALS),
    ]


def _beside(one: Measure, rival: str) -> str:
    """What another took, and how many times as much that is."""
    if rival not in one.beside:
        return ""
    value = one.beside[rival]
    return f"{_said(value, one.unit)} ({_ratio(value, one.value)} x)"


def _said(value: float, unit: str) -> str:
    if math.isnan(value):
        return "not within the time"
    digits = 0 if abs(value) >= 100 or unit in COUNTED else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f} {unit}".strip()


def _ratio(value: float, other: float) -> str:
    if math.isnan(value) or math.isnan(other) or not other:
        return "-"
    ratio = value / other
    return f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.2g}"


def say_machine(browser: str) -> str:
    """When and on which machine was measured, as a sentence for each."""
    cores, load = os.cpu_count() or 1, os.getloadavg()[0]
    system = f"{platform.system()} {platform.release().partition('-')[0]}"
    return (
        f"Measured on {datetime.now(UTC):%Y-%m-%d at %H:%M} UTC: {_processor()}, {cores} cores, "
        f"{_memory_gb():.0f} GB, {system}, Python {platform.python_version()}, {browser}. "
        f"Before it began, the load was {load:.1f}."
    )


def _processor() -> str:
    """The processor's name as Linux gives it; elsewhere its kind."""
    return _line_of(Path("/proc/cpuinfo"), "model name") or platform.processor() or "a processor"


def _memory_gb() -> float:
    said = _line_of(Path("/proc/meminfo"), "MemTotal")
    return int(said.split()[0]) / 1e6 if said else math.nan


def _line_of(file: Path, name: str) -> str:
    if not file.is_file():
        return ""
    lines = (line.partition(":") for line in file.read_text(encoding="utf-8").splitlines())
    return next((said.strip() for key, _, said in lines if key.strip() == name), "")


def progress(words: str) -> None:
    """Say how far the measuring has come; the table alone goes to the standard output."""
    print(f"{datetime.now():%H:%M:%S} {words}", file=sys.stderr, flush=True)
