"""The tab "Figures": the numbers that the sources give, next to one another."""

from __future__ import annotations

from typing import Any

import streamlit as st

from mapping.campaign import Campaign
from mapping.page.prose import show_line, show_table, to_heading
from mapping.tables import Figure

BOUND_WORDS = {"over": "more than", "under": "less than", "about": "about"}
ROW_PIXELS = 64
MARGIN = 1.04
COLOURS = {
    "light": ("#1f2328", "#0b5fa5", "#6b7683"),
    "dark": ("#e7e4dc", "#79b8f3", "#98a3ad"),
}
"""Ink, the default account's own marks, the others' marks."""


def show_figures(campaign: Campaign) -> None:
    """A chart for each topic and thing counted, and the table beneath."""
    if not campaign.figures:
        show_line("This campaign gives no figures.")
        return
    own = own_sources(campaign)
    teller = campaign.account().title
    show_line(
        "Each mark is one source's number: a dot is one figure, a bar a range, an arrow an open "
        f"bound. Large and blue: {teller}. What is counted differs; only like is drawn with like."
    )
    for (topic, counted), figures in group_figures(campaign).items():
        st.html(f'<div class="figure">{to_heading(say_group(topic, counted), 3)}</div>')
        rows = tell_apart([figure_row(campaign, figure, own) for figure in figures])
        st.altair_chart(_chart(rows, figures[0].unit), width="stretch", theme="streamlit")
    columns = {"Note": st.column_config.TextColumn(width="large")}
    st.html(f'<div class="figure">{to_heading("All figures", 3)}</div>')
    show_table([_table_row(campaign, one) for one in campaign.figures.values()], columns, "Figures")


def group_figures(campaign: Campaign) -> dict[tuple[str, str], list[Figure]]:
    """Figures that may stand on one axis: of one topic and one thing counted."""
    groups: dict[tuple[str, str], list[Figure]] = {}
    for figure in campaign.figures.values():
        groups.setdefault((figure.topic, figure.counted), []).append(figure)
    return groups


def say_group(topic: str, counted: str) -> str:
    """What a chart shows, without saying the same word twice."""
    return topic if counted.lower() in topic.lower() else f"{topic}: {counted}"


def own_sources(campaign: Campaign) -> set[str]:
    """The sources that the rows of the default account rest on."""
    return {
        passage.source_id
        for table in (campaign.movements, campaign.events)
        for row in campaign.told_by(campaign.default_account, table)
        for passage in campaign.evidence_for(row)
    }


def figure_row(campaign: Campaign, figure: Figure, own: set[str]) -> dict[str, Any]:
    """One figure as the chart needs it; `label` is what the source says."""
    source = campaign.sources[figure.source_id]
    name = ", ".join(filter(None, (source.publisher or source.title, source.published[:4])))
    high = figure.low if figure.high is None else figure.high
    return {
        "source": f"{name} · {source.standpoint}" if source.standpoint else name,
        "standpoint": source.standpoint,
        "low": figure.low,
        "high": high,
        "label": figure.label,
        "kind": figure.bound or "exact",
        "own": figure.source_id in own,
    }


def tell_apart(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same rows, with a number behind a source that gives more than one figure."""
    seen: dict[str, int] = {}
    for row in rows:
        number = seen[row["source"]] = seen.get(row["source"], 0) + 1
        row["source"] += f" ({number})" if number > 1 else ""
    return rows


def _chart(rows: list[dict[str, Any]], unit: str) -> Any:
    import altair as alt
    import pandas as pd

    ink, own, others = COLOURS["dark" if st.context.theme.type == "dark" else "light"]
    order = sorted(rows, key=lambda row: (row["standpoint"], row["low"]))
    widest = max(1, *(max(row["low"], row["high"]) for row in rows))
    base = alt.Chart(pd.DataFrame(order)).encode(
        y=alt.Y("source:N", title=None, sort=[row["source"] for row in order], axis=None),
        x=alt.X(
            "low:Q",
            title=unit,
            scale=alt.Scale(domain=[0, widest * MARGIN]),
            axis=alt.Axis(format=",d", tickCount=4, labelColor=ink, titleColor=ink),
        ),
        color=alt.condition("datum.own", alt.value(own), alt.value(others)),
        tooltip=["source", "label"],
    )
    chart = alt.layer(*_marks(base, rows), *_words(base, ink))
    return chart.properties(height=alt.Step(ROW_PIXELS)).configure_view(strokeWidth=0)


def _marks(base: Any, rows: list[dict[str, Any]]) -> list[Any]:
    """Bars for ranges and points for single figures; an empty layer would be a nameless image."""
    import altair as alt

    shapes = alt.Scale(
        domain=["exact", "about", "over", "under"],
        range=["circle", "diamond", "triangle-right", "triangle-left"],
    )
    bars = base.transform_filter("datum.high > datum.low").mark_bar(
        height=8, cornerRadius=4, yOffset=14
    )
    points = base.transform_filter("datum.high <= datum.low").mark_point(
        filled=True, opacity=1, yOffset=14
    )
    layers = {
        True: bars.encode(x2="high:Q"),
        False: points.encode(
            shape=alt.Shape("kind:N", scale=shapes, legend=None),
            size=alt.condition("datum.own", alt.value(190), alt.value(85)),
        ),
    }
    there = {row["high"] > row["low"] for row in rows}
    return [layer for is_range, layer in layers.items() if is_range in there]


def _words(base: Any, ink: str) -> list[Any]:
    """Above the marks, so that a narrow screen leaves its whole width to both."""
    import altair as alt

    style: dict[str, Any] = {"align": "left", "baseline": "middle", "dx": 2, "fontSize": 12}
    style["limit"] = alt.ExprRef("width")
    place = {"x": alt.value(0), "color": alt.value(ink)}
    return [
        base.mark_text(dy=-22, **style).encode(text="source:N", **place),
        base.mark_text(dy=-6, fontWeight="bold", **style).encode(text="label:N", **place),
    ]


def _table_row(campaign: Campaign, figure: Figure) -> dict[str, Any]:
    source = campaign.sources[figure.source_id]
    return {
        "Topic": figure.topic,
        "Counted": figure.counted,
        "Says": figure.label,
        "From": figure.low,
        "To": figure.high,
        "Bound": BOUND_WORDS.get(figure.bound, ""),
        "Unit": figure.unit,
        "Source": ", ".join(filter(None, (source.publisher or source.title, source.published))),
        "Standpoint": source.standpoint,
        "Note": figure.note,
    }
