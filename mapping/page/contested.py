"""The tab "Contested": what the accounts disagree about, with every answer and its source."""

from __future__ import annotations

from html import escape

import streamlit as st

from mapping.address import language_of
from mapping.campaign import Campaign
from mapping.page.prose import show_line, to_heading, to_line
from mapping.tables import Answer, Control, Event, Movement
from mapping.timeline import span_of


def show_contested(campaign: Campaign, name: str) -> None:
    """Every question with its answers; a press on one puts the map on its day and place."""
    if not campaign.questions:
        show_line("This campaign lists no questions on which its accounts disagree.")
        return
    show_line("What the accounts and sources answer differently. None of the answers is ours.")
    for question in campaign.questions.values():
        with st.container(border=True, gap="small"):
            text = to_line(question.text) if question.text else ""
            st.html(f'<div class="question">{to_heading(question.title, 3)}{text}</div>')
            for answer in campaign.answers.values():
                if answer.question_id == question.question_id:
                    _show_answer(campaign, name, answer)


def _show_answer(campaign: Campaign, name: str, answer: Answer) -> None:
    words, button = st.columns([3, 1], vertical_alignment="center", gap="small")
    with words:
        who, source = escape(say_teller(campaign, answer)), escape(say_source(campaign, answer))
        said = f"<b>{who}:</b> {escape(answer.answer)}"
        st.html(f'<div class="answer"><p>{said}</p><p class="said-by">{source}</p></div>')
    target = find_target(campaign, answer)
    if target:
        button.button(
            "Show on the map", key=f"answer-{answer.answer_id}", type="tertiary",
            on_click=lambda: st.query_params.from_dict(
                {"campaign": name, **target, **language_of(st.query_params)}
            ),
        )  # fmt: skip


def say_teller(campaign: Campaign, answer: Answer) -> str:
    """Whose answer it is: the account's title, or else the source's publisher."""
    if answer.account_id:
        return campaign.accounts[answer.account_id].title
    source = campaign.sources[answer.source_id]
    return source.publisher or source.title


def say_source(campaign: Campaign, answer: Answer) -> str:
    """The source of an answer: its title, date, standpoint and how much of it was seen."""
    if not answer.source_id:
        return answer.note
    source = campaign.sources[answer.source_id]
    seen = f"seen: {source.seen}" if source.seen else ""
    parts = (source.title, source.publisher, source.published, source.standpoint, seen, answer.note)
    return " · ".join(part for part in parts if part)


def find_target(campaign: Campaign, answer: Answer) -> dict[str, str]:
    """The address of the row that draws an answer: day, account and selection; empty for none."""
    if answer.claim_table not in ("movements", "events", "control"):
        return {}
    row = getattr(campaign, answer.claim_table)[answer.claim_id]
    address = {"day": _day_of(campaign, row)}
    if answer.claim_table != "control":
        address["select"] = f"{answer.claim_table}/{answer.claim_id}"
    account = answer.account_id or next(iter(row.account_ids), "")
    if account and account != campaign.default_account:
        address["account"] = account
    return address


def _day_of(campaign: Campaign, row: Movement | Event | Control) -> str:
    starts = row.departs if isinstance(row, Movement) else row.starts
    first = span_of(campaign, starts).first
    number = min(max(first, 0.0), len(campaign.calendar) - 1.0)
    return campaign.calendar[int(number)].isoformat()
