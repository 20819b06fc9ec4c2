"""The form for a front or an area: what it is, and how it runs from a moment on.

Its line is drawn on the map, or typed; both are the same points. A line is stated for a day and
holds until the next one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import streamlit as st

from mapping.drawing.map_sketch import GONE, Mark, Outline, Spot
from mapping.editing.changes import Change
from mapping.editing.claim import NamedSource
from mapping.editing.drawn_areas import (
    DrawnArea,
    is_ring,
    lacks_of,
    lacks_of_line,
    remove_line,
    write_area,
    write_line,
)
from mapping.editing.folder_files import names_of
from mapping.format.campaign import Campaign
from mapping.format.campaign import Outline as Stated
from mapping.format.kinds import claim_words
from mapping.format.tables import Area
from mapping.geo.geodesy import Point, unwrap, wrap
from mapping.intake.found import read_point
from mapping.page.desk_fields import (
    NEW,
    NOTHING_MISSING,
    ask_certainty,
    ask_moment,
    ask_side,
    ask_source,
    ask_tellings,
    show_lacks,
    show_press,
    shown_day,
)
from mapping.page.desk_sketch import MapAsk
from mapping.page.desk_state import Desk
from mapping.page.prose import show_line

MOST_VERTICES = 200
"""So many points of a line can be told apart and dragged on a map."""
MOST_KM = 1_000.0
FROM_BEGINNING = ""
Chains = list[list[Point]]


def show_area(desk: Desk, ask: MapAsk) -> None:
    """Ask what a front or an area is and how it ran, here and on the map."""
    known = names_of(desk.edit.files, "areas", "title")
    chosen = NEW
    if known:
        # One that was undone is no more to be chosen.
        if st.session_state.get("claim-area") not in known:
            st.session_state["claim-area"] = NEW
        chosen = str(st.selectbox(
            "Front or area", [NEW, *known], format_func=lambda one: known.get(one, one),
            key="claim-area",
        ))  # fmt: skip
    if chosen == NEW:
        _show_new(desk, ask)
    else:
        _show_known(desk, ask, chosen)


def _show_new(desk: Desk, ask: MapAsk) -> None:
    files, turn = desk.edit.files, desk.turn
    title = st.text_input("In one line, in neutral words", key=f"claim-area-title-{turn}")
    kinds = claim_words("areas")
    left, right = st.columns(2)
    kind = left.selectbox("Kind", kinds, kinds.index("front line"), key=f"claim-area-kind-{turn}")
    with right:
        side_id = ask_side(files, "Whose", f"area-side-{turn}")
    closed = is_ring(kind)
    chains = _Line(f"area-new-{turn}", closed, has_teeth=not closed).ask(ask)
    # The day follows the map, until somebody types another one.
    day = shown_day(files)
    starts = ask_moment(
        files, "From when it was, as the map shows", f"area-starts-{turn}-{day}", day
    )
    ends = ask_moment(files, "Until when (empty: to the last day)", f"area-ends-{turn}")
    certainty = ask_certainty(f"area-sure-{turn}")
    km = st.number_input("Km off its line may be, either way (0: not said)", 0.0, MOST_KM,
                         key=f"claim-area-km-{turn}")  # fmt: skip
    area = DrawnArea(
        kind=kind, title=title, side_id=side_id, starts=starts, ends=ends, certainty=certainty,
        radius_km=km or None, accounts=ask_tellings(files, f"area-tellings-{turn}"),
        source=ask_source(files, f"area-source-{turn}"),
    )  # fmt: skip
    lacks = lacks_of(area, chains)
    show_lacks("area-add", lacks, NOTHING_MISSING)
    if show_press("Add this front or area", "area-add", lacks):
        _do(desk, lambda: write_area(files, area, chains), f"Added: {title}.")
        st.rerun()


def _show_known(desk: Desk, ask: MapAsk, area_id: str) -> None:
    """How an area that is there ran at a moment, and from the day on that the map shows."""
    files, turn = desk.edit.files, desk.turn
    campaign = desk.look().campaign
    if campaign is None or area_id not in campaign.areas:
        show_line("Its line can be drawn as soon as nothing is wrong with the campaign.")
        return
    row, stated = campaign.areas[area_id], _stated(campaign, area_id)
    at, followed = _which_line(desk, row, stated)
    # A new line begins as the one that it follows.
    before = stated.get(at) or stated.get(followed)
    closed = before.closed if before else is_ring(row.kind)
    drawn = [list(one) for one in before.chains] if before else []
    chains = _Line(f"area-{area_id}-{at}-{turn}", closed, not closed, drawn).ask(ask)
    is_other = _as_text(chains) != _as_text(drawn) or at not in stated
    source = NamedSource()
    lacks = lacks_of_line(chains, closed)
    if at not in stated:
        source = ask_source(files, f"area-line-source-{turn}")
        lacks += source.lacks
    show_lacks("area-set", lacks)
    with st.container(horizontal=True):
        is_set = show_press("Set this line", "area-set", lacks, disabled=not is_other)
        st.button(
            "Take this line away", disabled=at not in stated, key="area-gone",
            on_click=lambda: _do(desk, lambda: remove_line(files, area_id, at),
                                 f"{row.title}: the line is taken away."),
        )  # fmt: skip
    if is_set:
        _do(
            desk, lambda: write_line(files, area_id, at, chains, closed, source),
            f"{row.title}: {_say_at(at, True)} it runs as drawn.",
        )  # fmt: skip
        st.rerun()


def _stated(campaign: Campaign, area_id: str) -> dict[str, Stated]:
    """The statements of how an area ran, by the moment from which each holds."""
    return {one.label: one for one in campaign.outlines.get(area_id, ())}


def _which_line(desk: Desk, row: Area, stated: dict[str, Stated]) -> tuple[str, str]:
    """From which moment on the line in hand holds, and which one it follows."""
    day = shown_day(desk.edit.files)
    held = [one for one in stated if one <= day]
    # On its first day its line is that from its beginning.
    is_later = bool(held) and day not in stated and not row.starts.text.startswith(day)
    options = [*stated, *([day] if is_later else [])] or [FROM_BEGINNING]
    at = str(st.selectbox(
        "Which line of it", options,
        options.index(day) if day in options else max(len(held) - 1, 0),
        key=f"claim-area-at-{row.area_id}-{desk.turn}-{day}",
        format_func=lambda one: _say_at(one, one in stated),
    ))  # fmt: skip
    return at, max(held, default="")


def _say_at(at: str, is_stated: bool) -> str:
    if not at:
        return "from its beginning"
    return f"from {at} on" if is_stated else f"a new one, from {at} on, the day on the map"


def _do(desk: Desk, make: Callable[[], Change], said: str) -> None:
    if desk.make(make):
        desk.report(f"{said} Undo takes it back.")


@dataclass
class _Line:
    """The points of a line or ring, typed or drawn; what stands in the field is what counts."""

    key: str
    closed: bool
    has_teeth: bool
    first: Chains | None = None

    @property
    def field(self) -> str:
        return f"claim-{self.key}-points"

    def ask(self, ask: MapAsk) -> Chains:
        """Ask for the points, here and on the map; empty where what is typed is none."""
        st.session_state.setdefault(self.field, _as_text(self.first or []))
        show_line(self._say_how())
        text = st.text_area(
            "Its points: latitude, longitude, one a line", key=self.field, height=110,
            placeholder="50.82, 0.34",
        )  # fmt: skip
        try:
            chains = _read(text)
        except ValueError as error:
            show_line(f"Not understood: {error}: write two numbers in degrees, such as 50.82, 0.34")
            return []
        with st.container(horizontal=True):
            st.button("Take back the last point", disabled=not chains, key=f"{self.key}-back",
                      on_click=lambda: self._put(_without_last(chains)))  # fmt: skip
            if self.has_teeth:
                st.button("Turn it round", disabled=not chains, key=f"{self.key}-round",
                          on_click=lambda: self._put([one[::-1] for one in chains]))  # fmt: skip
        self._show(ask, chains)
        return chains

    def _say_how(self) -> str:
        how = "Press the map point by point" + (" around it." if self.closed else ".")
        if self.has_teeth:
            how += (" Begin at the left flank, as its side looks at its enemy: "
                    "the teeth point to the left of the line.")  # fmt: skip
        return f"{how} Drag a point; a small one between two becomes one more."

    def _put(self, chains: Chains) -> None:
        st.session_state[self.field] = _as_text(chains)

    def _show(self, ask: MapAsk, chains: Chains) -> None:
        ask.outline = Outline(tuple(map(tuple, chains)), self.closed)
        count = sum(map(len, chains))
        label = "the next point" if count else "the first point"
        ask.ask("vertex", label, partial(self._append, chains))
        if count > MOST_VERTICES:
            show_line(f"It has {count:,} points, too many to be dragged: change them above.")
            return
        number = 0
        for at, chain in enumerate(chains):
            for place, point in enumerate(chain):
                key = f"vertex-{number}"
                ask.show(Spot(key, f"point {number + 1}", point, role="vertex"),
                         partial(self._move, chains, at, place))  # fmt: skip
                ask.hear(f"{key}{GONE}", partial(self._remove, chains, at, place))
                number += 1
            around = [*chain, *chain[:1]] if self.closed and len(chain) > 2 else chain
            for place, (one, other) in enumerate(pairwise(around)):
                middle = ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)
                ask.show(Spot(f"between-{at}-{place}", "one more point", middle, role="between"),
                         partial(self._insert, chains, at, place + 1))  # fmt: skip

    def _append(self, chains: Chains, mark: Mark) -> None:
        *others, last = chains or [[]]
        self._put([*others, unwrap([*last, mark.at])])

    def _move(self, chains: Chains, at: int, place: int, mark: Mark) -> None:
        self._put(_with(chains, at, [*chains[at][:place], mark.at, *chains[at][place + 1 :]]))

    def _remove(self, chains: Chains, at: int, place: int, _mark: Mark) -> None:
        self._put(_with(chains, at, [*chains[at][:place], *chains[at][place + 1 :]]))

    def _insert(self, chains: Chains, at: int, place: int, mark: Mark) -> None:
        self._put(_with(chains, at, [*chains[at][:place], mark.at, *chains[at][place:]]))


def _with(chains: Chains, at: int, chain: list[Point]) -> Chains:
    return [one for one in [*chains[:at], unwrap(chain), *chains[at + 1 :]] if one]


def _without_last(chains: Chains) -> Chains:
    *others, last = chains
    return [*others, last[:-1]] if last[:-1] else others


def _as_text(chains: Chains) -> str:
    """The points, one a line; an empty line parts one line or ring from the next."""
    return "\n\n".join(
        "\n".join(f"{lat:.8g}, {wrap(lon):.8g}"
                  for lat, lon in chain)
        for chain in chains
    )  # fmt: skip


def _read(text: str) -> Chains:
    """The points that stand in a text; raises `ValueError` for a line that is no point."""
    chains: Chains = [[]]
    for line in map(str.strip, text.splitlines()):
        if not line:
            chains.append([])
            continue
        point = read_point(line)
        if point is None:
            raise ValueError(f"“{line[:40]}”")
        chains[-1].append(point)
    return [unwrap(one) for one in chains if one]
