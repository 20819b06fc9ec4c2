"""A text at the desk: read, its places and days marked, its claims taken in one by one.

The text lies in the session and nowhere else. Each claim that is taken in is one step of the
edit, with the words that it comes from as its evidence; the rest of it goes with the session.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import PurePath
from typing import Any

import streamlit as st

from mapping.drafting import Draft, DraftError, Frame, draft_text, load_world
from mapping.drafting.lock import Claim as DraftedClaim
from mapping.drafting.reviewing import (
    NOT_FOUND,
    claim_as_read,
    is_taken,
    pieces_of,
    place_of,
    say_draft,
    sides_said,
)
from mapping.drafting.sentences import MAX_LETTERS
from mapping.editing.claim import Claim, NamedForce, NamedPlace, missing_in
from mapping.editing.folder_files import EditError, Files, lines_of
from mapping.editing.head_values import entries_of, head_of
from mapping.format.dates import parse_moment
from mapping.format.kinds import claim_words
from mapping.format.problems import CampaignError
from mapping.intake.moments import MomentUnread, read_moment
from mapping.page.desk_state import Desk
from mapping.page.prose import show_line, show_note

AROUND = 600
"""So many characters are shown on each side of a claim's phrase."""
MOST_SHOWN = 60_000
MOST_BYTES = 4 * MAX_LETTERS
LISTED = "Only listed: nobody knows where"
KEPT = "The text stays in this session: it is not saved and sent nowhere."


@dataclass
class Review:
    """A draft that somebody goes through: where they are, what they dropped and corrected."""

    draft: Draft
    source: str
    at: int = 0
    dropped: set[int] = field(default_factory=set)
    picked: dict[str, NamedPlace] = field(default_factory=dict)
    is_open: bool = False
    """Whether the claim is open to be edited."""

    @property
    def claim(self) -> DraftedClaim:
        """The claim in hand."""
        return self.draft.claims[self.at]

    def go(self, step: int) -> None:
        """To another claim, around the end."""
        self.at = (self.at + step) % len(self.draft.claims)
        self.is_open = False


def show_text(desk: Desk) -> None:
    """Ask for a text, read it, and go through what it claims."""
    review: Review | None = st.session_state.get("desk-review")
    if review is None:
        _ask(desk)
        return
    show_line(f"{review.source}: {say_draft(review.draft)}")
    if review.draft.claims:
        _show_claim(desk, review)
    if len(review.draft.text) <= MOST_SHOWN:
        with st.expander("The whole text", expanded=not review.draft.claims):
            st.html(_marked(review, 0, len(review.draft.text)))
    _show_left(review)
    st.button("Another text", on_click=_forget)


def _ask(desk: Desk) -> None:
    show_line(f"A text in English that tells what happened where and when. {KEPT}")
    with st.form("desk-text"):
        st.text_input("What the text is called", key="text-title", placeholder="The article")
        st.file_uploader("The text as a file (plain text, UTF-8)", ["txt", "md"], key="text-file")
        st.text_area("or the text itself", key="text-words", height=200)
        for number, side in enumerate(entries_of(desk.edit.files, "sides")):
            st.text_input(
                f"What the text calls {side.get('name', '')}", key=f"text-side-{number}",
                placeholder="Yule; the column",
            )  # fmt: skip
        # A callback runs before anything that could interrupt the page and lose the press.
        st.form_submit_button("Read the text", type="primary", on_click=_wish)
    if st.session_state.pop("text-wished", False):
        st.session_state["text-wrong"] = _read(desk)
        if not st.session_state["text-wrong"]:
            st.rerun()
    if wrong := st.session_state.get("text-wrong"):
        show_note(wrong, desk.turn)


def _wish() -> None:
    st.session_state["text-wished"] = True


def _forget() -> None:
    for name in ("desk-review", "text-wrong"):
        st.session_state.pop(name, None)


def _read(desk: Desk) -> str:
    """Draft the text and keep it in the session; else say what is wrong with it."""
    state, files = st.session_state, desk.edit.files
    bar = st.progress(0.0, "Reading the names of the world")
    try:
        text, name = _text_of(state)
        world = load_world(desk.place / "campaign" / "places.csv")
        bar.progress(0.4, "Reading the text")
        draft = draft_text(text, _frame(state, files), world)
    except (DraftError, EditError) as error:
        return f"It cannot be read: {error}"
    except CampaignError as error:
        return f"First mend the campaign's places: {error}"
    finally:
        bar.empty()
    state["desk-review"] = Review(draft, str(state["text-title"]).strip() or name)
    return ""


def _text_of(state: Any) -> tuple[str, str]:
    """What was uploaded or pasted, and a name for it."""
    file = state["text-file"]
    if file is None:
        return str(state["text-words"]), "The text"
    if file.size > MOST_BYTES:
        raise DraftError(
            f"the file has {file.size / 1e6:.1f} MB; at most {MAX_LETTERS:,} characters are read "
            "at once: divide it by chapters"
        )
    try:
        return file.getvalue().decode("utf-8-sig"), PurePath(file.name).stem[:100]
    except UnicodeDecodeError as error:
        raise DraftError(
            f"the file is no plain text in UTF-8 (byte {error.start:,}): save it as such"
        ) from None


def _frame(state: Any, files: Files) -> Frame:
    head = head_of(files)
    sides = {
        str(side.get("name", "")): str(state.get(f"text-side-{number}", ""))
        for number, side in enumerate(entries_of(files, "sides"))
    }
    return Frame.of(str(head.get("first_day")), str(head.get("last_day")), sides_said(sides))


def _show_claim(desk: Desk, review: Review) -> None:
    files, claim = desk.edit.files, review.claim
    taken = is_taken(claim, review.source, files)
    count = sum(is_taken(one, review.source, files) for one in review.draft.claims)
    state = "taken in" if taken else "dropped" if review.at in review.dropped else "open"
    show_line(
        f"Claim {review.at + 1} of {len(review.draft.claims)}: {state}. "
        f"{count} taken in, {len(review.dropped)} dropped."
    )
    st.html(_marked(review, claim.start - AROUND, claim.end + AROUND))
    said = claim_as_read(review.draft, claim, files, review.source, review.picked)
    if review.is_open:
        said = _edit(desk, review, said)
    else:
        _show_as_read(files, said)
    lacks = missing_in(said)
    if lacks:
        show_line(f"Still to do: {'; '.join(lacks)}. Edit it, or drop it.")
    with st.container(horizontal=True, key="text-buttons"):
        st.button(
            "Accept", type="primary", shortcut="A", disabled=bool(lacks) or taken,
            on_click=lambda: _accept(desk, review, said),
        )  # fmt: skip
        st.button("Edit", shortcut="E", on_click=lambda: _open(review))
        st.button("Drop", shortcut="D", disabled=taken, on_click=lambda: _drop(review))
        st.button("Back", shortcut="B", on_click=lambda: review.go(-1))
        st.button("Next", shortcut="N", on_click=lambda: review.go(1))


def _accept(desk: Desk, review: Review, said: Claim) -> None:
    if desk.add(said):
        _lead_to(said)
        review.dropped.discard(review.at)
        review.go(1)


def _lead_to(said: Claim) -> None:
    """Have the map open at the day of what was taken in."""
    moment = parse_moment(said.starts)
    if moment.known:
        address = st.session_state.get("desk-address", {})
        st.session_state["desk-address"] = {**address, "day": said.starts[:10]}


def _open(review: Review) -> None:
    review.is_open = not review.is_open


def _drop(review: Review) -> None:
    review.dropped.add(review.at)
    review.go(1)


def _show_as_read(files: Files, said: Claim) -> None:
    places = _names(files, "places", "place_id")
    forces = _names(files, "forces", "force_id")
    where = ", ".join(_say_place(one, places) for one in said.places)
    who = ", ".join(forces.get(one.force_id, one.name) for one in said.by)
    when = said.starts + (f" until {said.ends}" if said.ends else "")
    show_line(f"{said.kind}, {when}. Who: {who or 'nobody named'}. Where: {where}.")


def _say_place(place: NamedPlace, known: Mapping[str, str]) -> str:
    if place.place_id:
        return known.get(place.place_id, place.place_id)
    if place.point is None:
        return f"{place.name} (only listed)"
    return f"{place.name} ({place.point[0]:.2f}, {place.point[1]:.2f})"


def _names(files: Files, table: str, key: str) -> dict[str, str]:
    return {one[key]: one.get("name", "") for _, one in lines_of(files, table)}


def _edit(desk: Desk, review: Review, said: Claim) -> Claim:
    """The claim as a person corrects it; the form's fields begin with what was read."""
    files, key = desk.edit.files, f"{review.at}-{desk.turn}"
    table = "movements" if said.is_movement else "events"
    title = st.text_input("In one line, in neutral words", said.title, key=f"text-say-{key}")
    kinds = [*dict.fromkeys([said.kind, *claim_words(table)])]
    kind = st.selectbox("Kind", kinds, key=f"text-kind-{key}")
    left, right = st.columns(2)
    starts = _moment(left, "When it began", said.starts, f"text-starts-{key}")
    ends = _moment(right, "When it ended (empty: at once)", said.ends, f"text-ends-{key}")
    by = _edit_force(files, "Who", said.by, f"text-by-{key}")
    against = said.against
    if against and not said.is_movement:
        against = _edit_force(files, "Against whom", said.against, f"text-against-{key}")
    for one in dict.fromkeys(one.place_id for one in review.claim.places):
        _edit_place(desk, review, one, f"text-place-{one}-{key}")
    read = claim_as_read(review.draft, review.claim, files, review.source, review.picked)
    return replace(
        said, title=title, kind=kind or "", starts=starts, ends=ends, by=by, against=against,
        places=read.places, inferred=said.inferred if starts == said.starts else "",
    )  # fmt: skip


def _moment(where: Any, label: str, read: str, key: str) -> str:
    cell = where.text_input(label, read, key=key).strip()
    try:
        return read_moment(cell) if cell and cell != read else cell
    except MomentUnread as error:
        where.html(f'<p class="line">{escape(f"Not understood: {error}")}</p>')
        return ""


def _edit_force(
    files: Files, label: str, read: tuple[NamedForce, ...], key: str
) -> tuple[NamedForce, ...]:
    """A force of the campaign, the one that the text names, or none; a new one needs its side."""
    known = _names(files, "forces", "force_id")
    new = {f"“{one.name}”, new": one for one in read if not one.force_id}
    first = next((known.get(one.force_id, "") for one in read if one.force_id), "")
    ids = {name: force_id for force_id, name in known.items()}
    options = [*new, *ids, ""]
    chosen = st.selectbox(
        label, options, index=options.index(first) if first and not new else 0, key=key,
        format_func=lambda one: one or "(not said)",
    )  # fmt: skip
    if chosen not in new:
        return (NamedForce(force_id=ids[chosen]),) if chosen else ()
    sides = {str(one.get("id", "")): str(one.get("name", "")) for one in entries_of(files, "sides")}
    options = list(sides)
    side = st.selectbox(
        f"Whose side {new[chosen].name} is on", options, key=f"{key}-side",
        index=options.index(new[chosen].side_id) if new[chosen].side_id in sides else None,
        format_func=lambda one: sides[one],
    )  # fmt: skip
    return (replace(new[chosen], side_id=side or ""),)


def _edit_place(desk: Desk, review: Review, place_id: str, key: str) -> None:
    """Choose which of its namesakes a place is, in the whole text, or a place of the campaign."""
    place, files = review.draft.places[place_id], desk.edit.files
    options: dict[str, NamedPlace] = {
        f"{one.name}, {one.country}, {one.population:,} people, {one.point[0]:.2f} "
        f"{one.point[1]:.2f}": place_of(place.name, place.kind, one)
        for one in place.candidates if one.point and not one.own
    }  # fmt: skip
    listed = NamedPlace(name=place.name, kind=place.kind or "other", found_by=NOT_FOUND)
    options[LISTED] = listed
    for known_id, name in _names(files, "places", "place_id").items():
        options[f"{name} (of the campaign)"] = NamedPlace(place_id=known_id)
    now = claim_as_read(review.draft, review.claim, files, review.source, review.picked).places
    current = next((label for label, one in options.items() if one in now), LISTED)

    def pick() -> None:
        review.picked[place_id] = options[st.session_state[key]]

    st.selectbox(f"Which {place.name}", list(options), list(options).index(current), key=key,
                 on_change=pick)  # fmt: skip


def _marked(review: Review, start: int, end: int) -> str:
    """A stretch of the text as HTML: escaped, with places, dates and the phrase marked."""
    text = review.draft.text
    start, end = max(start, 0), min(end, len(text))
    claim = review.claim if review.draft.claims else None
    html = "".join(
        _piece(escape(one.text), one.kind, one.is_phrase)
        for one in pieces_of(review.draft, claim, start, end)
    )
    before, after = "… " * (start > 0), " …" * (end < len(text))
    return f'<p class="drafted">{before}{html}{after}</p>'


def _piece(text: str, kind: str, is_phrase: bool) -> str:
    marked = f'<mark data-kind="{kind}">{text}</mark>' if kind else text
    return f"<strong>{marked}</strong>" if is_phrase else marked


def _show_left(review: Review) -> None:
    left = review.draft.left
    if not left:
        return
    with st.expander(f"{len(left)} passages gave no claim, and why"):
        for one in left[:100]:
            passage = " ".join(review.draft.text[one.start : one.end].split())[:160]
            show_line(f"{one.why}: {passage}")
