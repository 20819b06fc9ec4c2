"""A text at the desk: read, its places and days marked, its claims taken in one by one.

Each claim that is taken in is one step of the edit, with the words that it comes from as its
evidence. The text itself is no part of the campaign: it lies in the session, and with what is not
saved in the folder's `.desk` or in the browser, until it is forgotten.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from html import escape
from pathlib import Path, PurePath
from threading import Thread
from typing import Any

import streamlit as st

from mapping.bridge.focus import ask_focus
from mapping.bridge.marked_text import TextPiece, marked_text
from mapping.bridge.one_press import one_press
from mapping.drafting import Draft, DraftError, Frame, draft_text, load_world
from mapping.drafting.lock import Claim as DraftedClaim
from mapping.drafting.lock import ClaimPlace
from mapping.drafting.passages import in_roles, passages_of
from mapping.drafting.reviewing import (
    CARRIED,
    PLAIN,
    claim_as_read,
    deed_of,
    line_of,
    pieces_of,
    say_draft,
    sides_said,
    taken_in,
)
from mapping.drafting.sentences import MAX_LETTERS
from mapping.drafting.text_file import plain_text
from mapping.editing.claim import Claim, NamedForce, NamedPlace, missing_in
from mapping.editing.folder_files import EditError, Files, names_of, text_in
from mapping.editing.head_values import entries_of, head_of, side_names
from mapping.editing.last_seen import last_seen
from mapping.format.kinds import claim_words
from mapping.format.problems import CampaignError
from mapping.intake.moments import MomentUnread
from mapping.page.apart import TooLongError
from mapping.page.desk_fields import (
    NEW,
    ask_known,
    ask_tellings,
    call_watched,
    day_to_type,
    fields_if_new,
    lead_to,
    read_day,
    say_day_in,
    say_kind,
    show_lacks,
    show_press,
    typed_name,
    write_name,
)
from mapping.page.desk_review import Asked, Review, choose_place, count_placed, show_places
from mapping.page.desk_sketch import MapAsk
from mapping.page.desk_state import Desk
from mapping.page.prose import show_line, show_note

MOST_SHOWN = 60_000
"""So many characters are shown, of a longer text those around the claim."""
MOST_AT_ONCE = 100_000
"""So many characters are read within a few seconds; a longer text is read apart, and bounded."""
LEFT_AT_ONCE = 20
LONGEST_PASSAGE = 300
TELLS = {"events": "What happened", "movements": "A movement"}
TEXT_PX = 150
ACCEPT, DROP, DONE = "text-accept", "text-drop", "text-done"
REVIEW, BEFORE = "desk-review", "desk-review-before"
MOST_BYTES = 4 * MAX_LETTERS
KEPT_OWN = (
    "The text is kept in this tab of your browser, so that nothing is lost when the page is loaded "
    "anew, and nowhere else: it goes with the tab."
)
KEPT = (
    "The text is kept on this computer, in .desk beside the campaign, so that nothing is lost when "
    "the page is left; it is in nothing that you download or make of the campaign."
)
DATED = "The text tells it of this day"
DATED_HELP = "Without it the claim is listed as undated in its account, and its signs are hollow."
JOINED_HELP = (
    "The passage does not say from where. With it the way there is drawn, between the day that "
    "they were there and the day that they came; without it they are only where they came to."
)
JOINED = "That they left then is taken from where they last were; the passage does not say it."
NOT_READ_AGAIN = (
    ValueError, KeyError, TypeError, AttributeError, RecursionError,
    CampaignError, DraftError, EditError, TooLongError,
)  # fmt: skip
"""What reading a text again may raise where it was kept by another version, or by a stranger."""


def is_text_under_way(desk: Desk) -> bool:
    """Whether something was said of a text that would go with the page."""
    review: Review | None = st.session_state.get(REVIEW)
    return desk.is_own and review is not None and review.is_under_way


def find_next_stop(desk: Desk) -> str:
    """The key of what the keyboard goes to: the claim's first button, or that all is done; of a
    passage that is to be filled in its line.
    """
    review: Review | None = st.session_state.get(REVIEW)
    if review is None:
        return ACCEPT
    if review.is_edited and review.is_made:
        return f"text-say-{_key_of(desk, review)}"
    return ACCEPT if review.open else DONE


def texts_under_way(desk: Desk) -> Mapping[str, Any]:
    """The text in hand and the one that was put aside, to be kept; one that waits, as it was."""
    state = st.session_state
    kept = {
        key: one.to_keep() if (one := state.get(key)) is not None else desk.texts.get(key)
        for key in (REVIEW, BEFORE)
    }
    return {key: one for key, one in kept.items() if one is not None}


def _read_again(desk: Desk) -> None:
    """Read what was kept of the page before as it was read then."""
    state = st.session_state
    for key, kept in desk.texts.items():
        if key in (REVIEW, BEFORE) and state.get(key) is None:
            try:
                asked = Asked(*map(str, kept["asked"]))
                state[key] = Review.of_kept(_draft(asked, desk), asked, kept)
            except NOT_READ_AGAIN:
                desk.texts = {name: one for name, one in desk.texts.items() if name != key}


def show_text(desk: Desk, ask: MapAsk) -> None:
    """Ask for a text, read it, and go through what it claims."""
    _read_again(desk)
    review: Review | None = st.session_state.get(REVIEW)
    # There before the buttons are: a key that is held down would be through all claims before it.
    one_press({ACCEPT: "A", DROP: "D"}, of=review.at if review else -1)
    if review is None:
        _ask(desk)
        return
    placed = count_placed(review, desk.edit.files)
    show_line(f"{review.source}: {say_draft(review.draft, placed)}")
    if review.draft.claims:
        _show_claim(desk, review)
    else:
        _show_marked(review)
    show_places(desk, review, ask)
    _show_left(review)
    show_line(_say_kept(desk))
    with st.container(horizontal=True):
        st.button("Another text", on_click=_put_aside, args=(desk,))
        st.button("Forget this text", on_click=_forget, args=(desk, REVIEW))


def _say_kept(desk: Desk) -> str:
    return KEPT_OWN if desk.is_own else KEPT


@cache
def _make_ready() -> None:
    """Read the names of the world while a person still looks for their text; once a server."""
    Thread(target=load_world, daemon=True).start()


def _ask(desk: Desk) -> None:
    _make_ready()
    show_line(f"A text in English that tells what happened where and when. {_say_kept(desk)}")
    before: Review | None = st.session_state.get(BEFORE)
    if before is not None:
        st.button(f"Back to {before.source}", on_click=_take_up, args=(before,), key="text-back")
        st.button(f"Forget {before.source}", on_click=_forget, args=(desk, BEFORE))
    with st.form("desk-text"):
        st.text_input("What the text is called", key="text-title", placeholder="The article")
        st.file_uploader("The text as a file (plain text)", ["txt", "md"], key="text-file")
        st.text_area("or the text itself", key="text-words", height=TEXT_PX)
        columns = st.columns(2)
        for number, side in enumerate(entries_of(desk.edit.files, "sides")):
            columns[number % 2].text_input(
                f"What the text calls {side.get('name', '')}", key=f"text-side-{number}",
                placeholder="Yule; the column",
            )  # fmt: skip
        # A callback runs before anything that could interrupt the page and lose the press.
        st.form_submit_button("Read the text", type="primary", on_click=_wish)
    if st.session_state.get("text-wished"):
        # What the map has to say meanwhile begins the page anew: the wish stands until it is met.
        st.session_state["text-wrong"] = _read(desk)
        st.session_state["text-wished"] = False
        if not st.session_state["text-wrong"]:
            st.rerun()
    if wrong := st.session_state.get("text-wrong"):
        show_note(wrong, desk.turn)


def _wish() -> None:
    st.session_state["text-wished"] = True


def _put_aside(desk: Desk) -> None:
    """Make room for another text; this one can be gone back to as it is left."""
    st.session_state[BEFORE] = st.session_state.pop(REVIEW, None)
    desk.texts = {}
    st.session_state.pop("text-wrong", None)


def _forget(desk: Desk, key: str) -> None:
    """Throw a text away, what is kept of it too; what was taken in of it is of the campaign."""
    if st.session_state.pop(key, None) is st.session_state.get(BEFORE):
        st.session_state.pop(BEFORE, None)
    desk.texts = {}


def _take_up(review: Review) -> None:
    st.session_state[REVIEW] = review


def _read(desk: Desk) -> str:
    """Draft the text and keep it in the session; else say what is wrong with it."""
    state, files = st.session_state, desk.edit.files
    try:
        text, name, note = _text_of(state)
        asked = _asked(text, str(state["text-title"]).strip() or name, state, files)
        draft = _draft(asked, desk)
    except (DraftError, EditError, TooLongError) as error:
        return f"It cannot be read: {error}"
    except CampaignError as error:
        return f"First mend the campaign's places: {error}"
    state[REVIEW] = Review(draft, asked)
    if note:
        desk.report(f"{asked.title}: {note}")
    ask_focus()
    return ""


def _draft(asked: Asked, desk: Desk) -> Draft:
    """Read a text here, or apart where it is long."""
    if len(asked.text) > MOST_AT_ONCE:
        draft: Draft = call_watched(
            "Reading the text", "mapping.page.desk_text:read_draft", (asked, desk.place), _stop
        )
        return draft
    with st.spinner("Reading the text"):
        return read_draft(asked, desk.place)


def read_draft(asked: Asked, place: Path) -> Draft:
    """A text read with the names of the world and of the table of places that the campaign had.

    `place` is a folder to write that into.
    """
    places = place / "places.csv"
    places.write_text(asked.places, encoding="utf-8", newline="")
    frame = Frame.of(asked.first_day, asked.last_day, sides_said(json.loads(asked.sides)))
    return draft_text(asked.text, frame, load_world(places))


def _stop() -> None:
    st.session_state["text-wished"] = False


def _text_of(state: Any) -> tuple[str, str, str]:
    """What was uploaded or pasted, a name for it, and what letters a file was read as."""
    file = state["text-file"]
    if file is None:
        return str(state["text-words"]), "The text", ""
    if file.size > MOST_BYTES:
        raise DraftError(
            f"the file has {file.size / 1e6:.1f} MB; at most {MAX_LETTERS:,} characters are read "
            "at once: divide it by chapters"
        )
    text, note = plain_text(file.name, file.getvalue())
    return text, PurePath(file.name).stem[:100], note


def _asked(text: str, title: str, state: Any, files: Files) -> Asked:
    head = head_of(files)
    sides = {
        str(side.get("name", "")): str(state.get(f"text-side-{number}", ""))
        for number, side in enumerate(entries_of(files, "sides"))
    }
    return Asked(title, text, str(head.get("first_day")), str(head.get("last_day")),
                 json.dumps(sides), text_in(files, "places.csv"))  # fmt: skip


def _show_claim(desk: Desk, review: Review) -> None:
    files = desk.edit.files
    review.see(taken_in(review.draft, review.source, files))
    claim = review.claim
    taken, dropped = review.at in review.taken, review.at in review.dropped
    state = "taken in" if taken else "dropped" if dropped else "open"
    # Where what comes and goes has a place of its own, the buttons keep theirs.
    with st.container(gap=None):
        show_line(
            f"Claim {review.at + 1} of {len(review.draft.claims)}: {state}. "
            f"{len(review.taken)} taken in, {len(review.dropped - review.taken)} dropped."
        )
        if not review.open:
            with st.container(key=DONE):
                show_note(_say_done(desk, review), desk.turn)
    _show_marked(review)
    read = claim_as_read(review.draft, claim, files, review.source, review.picked)
    said = _with_sides(files, review, read)
    with st.container():
        if review.is_edited:
            said = _edit(desk, review, said)
        else:
            _show_as_read(files, said)
            _ask_sides(files, review, read)
            said = _with_origin(files, review, _with_day(review, said))
        said = replace(said, accounts=ask_tellings(files, "text-tellings"))
        lacks = missing_in(said)
        show_lacks(ACCEPT, lacks, how=" Edit it, or drop it.")
    with st.container(horizontal=True, key="text-buttons"):
        accepted = show_press("Accept", ACCEPT, lacks, disabled=taken, shortcut="A")
        st.button("Edit", shortcut="E", on_click=lambda: _edit_or_not(review))
        st.button("Open again" if dropped else "Drop", shortcut="D", disabled=taken, key=DROP,
                  on_click=lambda: _drop(review))  # fmt: skip
        st.button("Back", shortcut="B", on_click=lambda: review.go_to(review.at - 1))
        st.button("Next", shortcut="N", on_click=lambda: review.go_to(review.at + 1))
    if accepted:
        _accept(desk, review, said)
        st.rerun()


def _say_done(desk: Desk, review: Review) -> str:
    """That every claim is taken in or dropped, and what to do now."""
    done = "You have been through the whole text"
    if not review.taken:
        return f"{done} and taken nothing in."
    keep = "" if desk.edit.is_saved else f", then {'download' if desk.is_own else 'save'}"
    return f"{done}: look at what you took in on the map, day by day{keep}."


def _with_sides(files: Files, review: Review, said: Claim) -> Claim:
    """The claim with the sides that a person has said before of those whom it names."""
    sides = side_names(files)
    known = {name: side for name, side in review.sides.items() if side in sides}
    by, against = (
        tuple(replace(one, side_id=one.side_id or known.get(one.name, "")) for one in forces)
        for forces in (said.by, said.against)
    )
    return replace(said, by=by, against=against)


def _with_day(review: Review, said: Claim) -> Claim:
    """The claim, of whose day a person says whether the text gives it: else it is drawn hollow."""
    if review.claim.basis != "implied" or review.at in review.taken:
        return said

    def take() -> None:
        change = review.dated.add if st.session_state[key] else review.dated.discard
        change(review.at)

    key = f"text-dated-{review.at}"
    show_line(said.inferred)
    is_given = st.checkbox(
        DATED, review.at in review.dated, key=key, on_change=take, help=DATED_HELP
    )
    return replace(said, inferred="", dated_by=CARRIED) if is_given else said


def _with_origin(files: Files, review: Review, said: Claim) -> Claim:
    """The movement, of which a person says whether it began where its force was last.

    Without that nobody knows from where, and no way is drawn.
    """
    claim = review.claim
    is_open = said.is_movement and "from" not in {one.role for one in claim.places}
    force_id = said.by[0].force_id if said.by else ""
    if not (is_open and force_id) or review.at in review.taken:
        return said
    seen = last_seen(files, force_id, said.starts)
    if seen is None or seen.place_id in {one.place_id for one in said.places}:
        return said

    def take() -> None:
        change = review.joined.add if st.session_state[key] else review.joined.discard
        change(review.at)

    key = f"text-joined-{review.at}"
    where, day = names_of(files, "places")[seen.place_id], say_day_in(files, seen.moment)
    is_joined = st.checkbox(
        f"They came from {where}, where they last were ({day})", review.at in review.joined,
        key=key, on_change=take, help=JOINED_HELP,
    )  # fmt: skip
    if not is_joined:
        return said
    return replace(
        said, origin=seen.place_id, starts=seen.moment, ends=said.ends or said.starts,
        dated_by=said.dated_by or JOINED,
    )  # fmt: skip


def _ask_sides(files: Files, review: Review, read: Claim) -> None:
    """Ask whose side somebody is on whom only the text knows; once for all of its claims."""
    for one in (*read.by, *read.against):
        if not one.force_id and not one.side_id:
            _ask_side(files, review, one, f"text-side-of-{review.at}-{one.name}")


def _ask_side(files: Files, review: Review, force: NamedForce, key: str) -> str:
    sides, name = side_names(files), force.name
    before = force.side_id or review.sides.get(name)

    def take() -> None:
        review.sides[name] = st.session_state[key] or ""

    chosen = st.segmented_control(
        f"Whose side {name or 'it'} is on", list(sides), key=key, on_change=take,
        default=before if before in sides else None, format_func=lambda one: sides[one],
    )  # fmt: skip
    return chosen or ""


def _accept(desk: Desk, review: Review, said: Claim) -> None:
    if desk.add(said):
        lead_to(desk.edit.files, said.ends if said.origin else said.starts)
        review.dropped.discard(review.at)
        review.see(taken_in(review.draft, review.source, desk.edit.files))
        _go_on(review)


def _edit_or_not(review: Review) -> None:
    review.is_edited = not review.is_edited


def _drop(review: Review) -> None:
    if review.at in review.dropped:
        review.dropped.remove(review.at)
    else:
        review.dropped.add(review.at)
        _go_on(review)


def _go_on(review: Review) -> None:
    """To the next claim that is open; where none is, the keyboard goes to what says so."""
    review.go_on()
    if not review.open:
        ask_focus()


def _show_as_read(files: Files, said: Claim) -> None:
    places, forces = names_of(files, "places"), names_of(files, "forces")
    where = ", ".join(_say_place(one, places) for one in said.places)
    who = ", ".join(forces.get(one.force_id, one.name) for one in said.by)
    when = " until ".join(say_day_in(files, one) for one in (said.starts, said.ends) if one)
    kind = f"planned {said.kind}" if said.is_movement and said.mode == "planned" else said.kind
    what = "" if kind == "other" else f"{kind[:1].upper()}{kind[1:]}, "
    where = where or "wherever they were"
    show_line(f"{said.title}. {what}{when}. Who: {who or 'nobody named'}. Where: {where}.")


def _say_place(place: NamedPlace, known: Mapping[str, str]) -> str:
    if place.place_id:
        return known.get(place.place_id, place.place_id)
    if place.point is None:
        return f"{place.name} (only listed)"
    point = f"{place.point[0]:.2f}, {place.point[1]:.2f}"
    if place.note:
        return f"{place.name} (computed: {point}, within {place.radius_km:g} km)"
    return f"{place.name} ({point})"


def _edit(desk: Desk, review: Review, said: Claim) -> Claim:
    """The claim as a person corrects it; the form's fields begin with what was read."""
    files, key = desk.edit.files, _key_of(desk, review)
    table = "movements" if said.is_movement else "events"
    if review.is_made:
        _ask_table(review, table, f"text-table-{key}")
    line = st.container()
    kinds = [*dict.fromkeys([said.kind, *claim_words(table)])]
    kind = st.selectbox("Kind", kinds, format_func=say_kind, key=f"text-kind-{key}")
    left, right = st.columns(2)
    starts = _moment(files, left, "When it began", said.starts, f"text-starts-{key}")
    ends = _moment(files, right, "When it ended (empty: at once)", said.ends, f"text-ends-{key}")
    by = _edit_force(files, review, "Who", said.by[:1], f"text-by-{key}")
    for number, force in enumerate(said.by[1:], 2):
        by += _edit_force(files, review, "Who else", (force,), f"text-by-{key}-{number}")
    against = said.against
    if against and not said.is_movement:
        against = _edit_force(files, review, "Against whom", said.against, f"text-against-{key}")
    claim = _choose_places(review, review.claim, f"text-where-{key}")
    for one in dict.fromkeys(one.place_id for one in claim.places):
        choose_place(desk, review, one, f"text-place-{one}-{key}")
    read = claim_as_read(review.draft, claim, files, review.source, review.picked)
    who = " and ".join(names_of(files, "forces").get(one.force_id, one.name) for one in by)
    deed = deed_of(claim) if kind == said.kind else kind or ""
    line_read = line_of(review.draft, claim, deed, who)
    if review.is_made and deed == PLAIN:
        # Nothing is known of what was done but what the text says of it.
        line_read = said.source.words
    with line:
        title = _ask_line(line_read, f"text-say-{key}")
    return replace(
        said, title=title, kind=kind or "", starts=starts, ends=ends, by=by, against=against,
        places=read.places, inferred=said.inferred if starts == said.starts else "",
        dated_by=said.dated_by if starts == said.starts else "",
    )  # fmt: skip


def _key_of(desk: Desk, review: Review) -> str:
    """What the fields of the claim in hand have in their keys: of another one they begin anew."""
    claim = review.claim
    return f"{claim.start}-{claim.table}-{review.at}-{desk.turn}"


def _ask_table(review: Review, table: str, key: str) -> None:
    """Ask whether what a passage tells is an event or a movement."""

    def take() -> None:
        review.recast(st.session_state[key] or table)

    st.segmented_control(
        "What the passage tells", list(TELLS), key=key, default=table, on_change=take,
        format_func=lambda one: TELLS[one],
    )  # fmt: skip


def _ask_line(said: str, key: str) -> str:
    """The claim in one line, which follows what is corrected until somebody writes it."""
    state, before = st.session_state, f"{key}-before"
    if state.get(key) == state.get(before):
        state[key] = said
    state[before] = said
    return str(st.text_input("In one line, in neutral words", key=key))


def _choose_places(review: Review, claim: DraftedClaim, key: str) -> DraftedClaim:
    """The claim with those places of the text that are of it: "to Parco, above Palermo" leads to
    one only, and what the sentence calls "there" is named in another.
    """
    places = review.draft.places
    own = list(dict.fromkeys(one.place_id for one in claim.places))
    every = [*own, *(one for one in review.numbers if one not in own)]
    if not every:
        return claim
    kept = st.multiselect("Where", every, own, key=key, format_func=lambda one: places[one].name)
    if review.is_made:
        return claim._replace(places=in_roles(claim.table, tuple(kept)))
    chosen = [one for one in claim.places if one.place_id in kept]
    # What is added lies on a movement's way; of a way its end stays, of all else one place.
    role = "via" if claim.table == "movements" else "at"
    chosen += [ClaimPlace(one, role) for one in kept if one not in own]
    if claim.places and {one.role for one in chosen} <= {"from"}:
        show_line("Keep where it happened, or where it led; or drop the claim.")
        return claim
    return claim._replace(places=tuple(chosen))


def _moment(files: Files, where: Any, label: str, read: str, key: str) -> str:
    shown = day_to_type(files, read)
    cell = str(where.text_input(label, shown, key=key)).strip()
    try:
        return read if cell == shown else read_day(files, cell) if cell else ""
    except MomentUnread as error:
        where.html(f'<p class="line">{escape(f"Not understood: {error}")}</p>')
        return ""


def _edit_force(
    files: Files, review: Review, label: str, read: tuple[NamedForce, ...], key: str
) -> tuple[NamedForce, ...]:
    """A force of the campaign, the one that the text names, or none; a new one needs its side."""
    first = read[0] if read else NamedForce()
    if f"claim-{key}" not in st.session_state and read:
        write_name(key, first.force_id or NEW, first.name)
    chosen = ask_known(label, names_of(files, "forces"), key)
    force = replace(first, force_id="", name=typed_name(key))
    with fields_if_new(key):
        side_id = _ask_side(files, review, force, f"{key}-side")
    if chosen != NEW:
        return (NamedForce(force_id=chosen),) if chosen else ()
    return (replace(force, side_id=side_id),)


def _show_marked(review: Review) -> None:
    """The text with its places, its days and the claim's phrase marked; of a long one a part."""
    draft = review.draft
    claim = review.claim if draft.claims else None
    middle = claim.start if claim else 0
    start = max(0, min(middle - MOST_SHOWN // 2, len(draft.text) - MOST_SHOWN))
    end = min(start + MOST_SHOWN, len(draft.text))
    pieces = [
        TextPiece(one.text, one.kind, one.is_phrase, review.numbers.get(one.place_id, -1))
        for one in pieces_of(draft, claim, start, end)
    ]
    by_number = [*review.numbers]
    marked_text(
        review.source, pieces, "text-marked", turn=review.turn,
        chosen=review.numbers.get(review.chosen, -1),
        on_place=lambda number: review.choose(by_number[number]),
    )  # fmt: skip
    if end - start < len(draft.text):
        show_line(f"Characters {start:,} to {end:,} of {len(draft.text):,} are shown.")


def _show_left(review: Review) -> None:
    """The passages that gave no claim, each to be made one; of very many the next ones."""
    passages = passages_of(review.draft)
    if not passages:
        return
    key = "text-left-most"
    most = st.session_state.setdefault(key, LEFT_AT_ONCE)
    count = len(passages)
    head = f"{count:,} passages gave no claim" if count > 1 else "One passage gave no claim"
    with st.expander(f"{head}, and why"), st.container(key="text-left"):
        for one in passages[:most]:
            with st.container(gap=None):
                show_line(f"{' '.join(one.text.split())[:LONGEST_PASSAGE]} ({one.why})")
                st.button("Make a claim of it", key=f"text-fill-{one.start}", type="tertiary",
                          on_click=_fill_in, args=(review, one.start))  # fmt: skip
        if count > most:
            st.button(f"Show the next of {count - most:,}", on_click=_show_more, args=(key, most))


def _fill_in(review: Review, start: int) -> None:
    review.fill_in(start)
    ask_focus()


def _show_more(key: str, most: int) -> None:
    st.session_state[key] = most + LEFT_AT_ONCE
