"""The fields that the desk's forms share: when, how sure, who says so, and one of several."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from math import floor
from time import monotonic_ns
from types import MappingProxyType
from typing import Any

import streamlit as st

from mapping.bridge.name_box import Offer, name_box
from mapping.editing.claim import NamedSource
from mapping.editing.folder_files import Files, names_of
from mapping.editing.head_values import entries_of, head_of, side_names
from mapping.format.dates import MomentError, from_julian, in_calendar, parse_day, parse_moment
from mapping.format.gregorian import Day, write_iso
from mapping.format.kinds import CLAIM_KINDS, PLACE_KINDS, SOURCE_KINDS, ClaimKind
from mapping.format.tables import CERTAINTIES
from mapping.gazetteer.names import name_key
from mapping.intake.moments import MomentUnread, read_moment, read_within
from mapping.page.apart import MAX_SECONDS, call_apart
from mapping.page.prose import show_line, show_note
from mapping.telling.narrate import say_certainty, say_moment_from

ACCOUNTS = "accounts"
NEW = "A new one ..."
NONE = ""
PLAYER = "desk-player"
"""The key of the map beside the forms."""
LEAD = "desk-lead"
"""The key of a day that the map is still to be led to; it may tell another one meanwhile."""
MOST_OFFERED = 50
NOBODY = "(nobody)"
POINT_HINT = (
    "write it in degrees, such as 50.82, 0.34 or 28.2 N, 177.37 W; south and west are minus"
)
NOTHING_MISSING = "Nothing is missing."


def press(key: str) -> None:
    """Have the button of this key be pressed, whoever does so."""
    st.session_state.update({f"{key}-pressed": True, f"{key}-asked": monotonic_ns()})


def show_lacks(key: str, lacks: list[str], otherwise: str = "", how: str = "") -> None:
    """What is still to do before there is a claim, and how; or that it is one.

    Since its button, of this key, was pressed all the same, it is said aloud.
    """
    said = f"Still to do: {'; '.join(lacks)}.{how}" if lacks else otherwise
    if not lacks:
        st.session_state.pop(f"{key}-asked", None)
    if asked := st.session_state.get(f"{key}-asked"):
        show_note(said, asked)
    elif said:
        show_line(said)


def show_press(
    label: str, key: str, lacks: list[str], *, disabled: bool = False, shortcut: str | None = None
) -> bool:
    """A button for what stands in the form; whether it was pressed and nothing is lacking.

    While something lacks it can be pressed nevertheless: whoever goes on by keyboard would find
    no button, and come to what is behind it.

    It answers in the run that the press begins, where the field is told, too, that was typed in
    last. A callback would act on the form as it was before; and what it keeps here is still there
    if something ends the run before it comes to the form.
    """
    st.button(
        label, type="primary", disabled=disabled, key=key, shortcut=shortcut,
        on_click=lambda: press(key),
    )  # fmt: skip
    return bool(st.session_state.pop(f"{key}-pressed", False)) and not (disabled or lacks)


def fields_if_new(key: str) -> Any:
    """Where the fields stand that are asked of what is new in a field of `ask_known`.

    They are always on the page, and seen as soon as what is typed is new: if they came with the
    page's next run, whoever types fast and goes on by keyboard would have passed them.
    """
    return st.container(key=f"if-new-{key}")


def call_watched(
    says: str, function: str, given: Sequence[Any], on_stop: Callable[[], None]
) -> Any:
    """Call a function in a process of its own, with how long it takes and a way to stop it."""
    with st.empty().container():
        bar = st.progress(0.0, says)
        st.button("Stop", on_click=on_stop, key="desk-stop")

        def watch(seconds: float) -> None:
            # A press meanwhile ends the run here.
            bar.progress(min(seconds / MAX_SECONDS, 1.0), f"{says}, {seconds:.0f} s")

        return call_apart(function, given, watch)


def ask_moment(files: Files, label: str, key: str, usual: str = "") -> str:
    """A day as people write it, and what it is taken for; empty where it is not understood."""
    st.session_state.setdefault(f"claim-{key}", usual)
    days = _days_of(files)
    first = f"{days[0].day} {month_name[days[0].month]}" if days else "31 January 1900"
    shown = f"{first}, or {days[0] if days else '1900-01-31'}"
    cell = st.text_input(label, key=f"claim-{key}", placeholder=shown)
    if not cell.strip():
        return ""
    try:
        moment = read_day(files, cell)
    except MomentUnread as error:
        show_line(f"Not understood: {error}. A day may have a time: {first} 17:00")
        return ""
    show_line(_say_read(files, moment))
    return moment


def read_day(files: Files, cell: str) -> str:
    """A cell as one moment; without a year it is the campaign's. Raises `MomentUnread`."""
    days = _days_of(files)
    return read_within(cell, *days) if days else read_moment(cell)


def say_day_in(files: Files, cell: str) -> str:
    """A moment of the campaign's files in words; what is none as it stands."""
    days, head = _days_of(files), head_of(files)
    try:
        moment = parse_moment(from_julian(cell) if head.get("days_in") == "julian" else cell)
    except MomentError:
        return cell
    return say_moment_from(moment, days[0]) if days else cell


def day_to_type(files: Files, cell: str) -> str:
    """A moment in words where these are read as the same one; else as the files write it."""
    words = say_day_in(files, cell)
    with suppress(MomentUnread, MomentError):
        if read_day(files, words) == cell:
            return words
    return cell


def _days_of(files: Files) -> tuple[Day, Day] | None:
    """The campaign's first and last day; None where they are not written as days."""
    head = head_of(files)
    try:
        return parse_day(str(head.get("first_day"))), parse_day(str(head.get("last_day")))
    except MomentError:
        return None


def _say_read(files: Files, text: str) -> str:
    """What a moment was taken for, and what it will draw."""
    moment, words = parse_moment(text), say_day_in(files, text)
    is_one = not text.startswith("[")
    if is_one and moment.timed:
        return f"{words}: a time; it is drawn at that hour"
    if is_one and moment.known:
        return f"{words}: a day; it is drawn on all of it"
    if moment.known:
        return f"{words}: it is drawn {'on that day' if moment.choices else 'in that time'}"
    return f"{words}: one unknown moment; it is listed without a day, on each that it may be"


def ask_certainty(key: str) -> str:
    """How sure a claim is; at first as the one before was."""
    state = st.session_state
    state.setdefault(f"claim-{key}", state.get("desk-sure", "less-certain"))
    state["desk-sure"] = chosen = str(st.segmented_control(
        "How sure", CERTAINTIES, key=f"claim-{key}", required=True, format_func=say_certainty
    ))  # fmt: skip
    return chosen


def ask_side(files: Files, label: str, key: str) -> str:
    """A side of the campaign, or nobody: the empty id."""
    sides = side_names(files)
    return str(st.selectbox(
        label, [*sides, NONE], key=f"claim-{key}", format_func=lambda one: sides.get(one, NOBODY)
    ))  # fmt: skip


def ask_tellings(files: Files, key: str) -> tuple[str, ...]:
    """Whose tellings say a claim, where a campaign has several; at first as of the one before."""
    state, at = st.session_state, f"claim-{key}"
    known = {
        str(one.get("id", "")): str(one.get("title", "")) for one in entries_of(files, ACCOUNTS)
    }
    if len(known) < 2:
        return ()
    state[at] = [one for one in state.get(at, state.get("desk-tellings", ())) if one in known]
    chosen = st.multiselect(
        "Whose telling it is (nobody chosen: all of them)", list(known), key=at,
        format_func=lambda one: known[one],
    )  # fmt: skip
    state["desk-tellings"] = chosen
    return tuple(chosen)


def say_kind(word: str) -> str:
    """A kind with the words by which people look for it, and whether it ends a force."""
    kind = CLAIM_KINDS.get(word) or PLACE_KINDS.get(word)
    also = [*kind.known_as] if kind else []
    if isinstance(kind, ClaimKind) and kind.ends:
        also.append("ends a force")
    return f"{word} ({', '.join(also)})" if also else word


def ask_source(files: Files, key: str) -> NamedSource:
    """Who says so, one of the campaign's sources or a new one, and where in it.

    At first it is who said the claim before, or else the campaign's own source.
    """
    state, known = st.session_state, names_of(files, "sources", "title")
    usual = state.get("desk-source", "")
    if usual not in known:
        usual = str(head_of(files).get("default_source", ""))
    left, right = st.columns(2)
    with left:
        chosen = ask_known("Who says so", known, key, usual, hint="A book, an article")
        with fields_if_new(key):
            kind = st.selectbox("What it is", list(SOURCE_KINDS), key=f"claim-{key}-kind")
    locator = right.text_input("Where in it: page, paragraph", key=f"claim-{key}-locator")
    if chosen != NEW:
        return NamedSource(source_id=chosen, locator=locator)
    return NamedSource(title=typed_name(key), kind=kind, locator=locator)


def keep_source(files: Files, source: NamedSource) -> str:
    """Begin the next claim with this source, which is a row by now; its id."""
    titles = names_of(files, "sources", "title").items()
    made = next((one for one, title in titles if title == source.title.strip()), "")
    st.session_state["desk-source"] = kept = source.source_id or made
    return kept


def ask_known(
    label: str, known: dict[str, str], key: str, usual: str = NONE, *, hint: str = "",
    more: Mapping[Offer, Callable[[], None]] = MappingProxyType({}),
    changed: Callable[[], None] = lambda: None,
) -> str:  # fmt: skip
    """One of the campaign's own by its name, none, or a new one: what is typed is its name.

    At first it is the usual one. `more` is offered besides, and `changed` told of another name.
    The spot that the map's middle is given to has the field's `key`.
    """
    state, at = st.session_state, f"claim-{key}"
    if state.setdefault(at, usual if usual in known else NONE) not in (*known, NEW, NONE):
        write_name(key, NONE)
    offers = [Offer(f"known-{one}", name) for one, name in _fitting(known, key)]

    def type_(text: str) -> None:
        _type(known, key, text)
        changed()

    def choose(offer: str) -> None:
        taken = {one.key: take for one, take in more.items()}.get(offer)
        if taken is None:
            write_name(key, offer.removeprefix("known-"))
            changed()
        else:
            taken()

    name_box(
        label, f"{at}-box", text=known.get(state[at], typed_name(key)),
        turn=state.get(f"{at}-turn", 0), offers=[*offers, *more], hint=hint,
        is_new=state[at] == NEW,
        player=PLAYER, spot=key, on_typed=type_, on_chosen=choose,
    )  # fmt: skip
    return str(state[at])


def typed_name(key: str) -> str:
    """The name of what is new in a field of `ask_known`."""
    return str(st.session_state.get(f"claim-{key}-name", "")).strip()


def write_name(key: str, chosen: str, name: str = "") -> None:
    """Have a field of `ask_known` show another one: a known one by its id, or a new one's name."""
    state, at = st.session_state, f"claim-{key}"
    state[at], state[f"{at}-name"] = chosen, name
    state[f"{at}-turn"] = state.get(f"{at}-turn", 0) + 1


def _type(known: Mapping[str, str], key: str, text: str) -> None:
    """What is typed is the campaign's own where it is called so, else a new one."""
    name = " ".join(text.split())
    same = (one for one, title in known.items() if title.casefold() == name.casefold())
    state, at = st.session_state, f"claim-{key}"
    state[at], state[f"{at}-name"] = next(same, NEW) if name else NONE, text


def _fitting(known: Mapping[str, str], key: str) -> list[tuple[str, str]]:
    """What the campaign has by what is typed; all of it where nothing is, or one is chosen."""
    typed = name_key(typed_name(key)) if st.session_state[f"claim-{key}"] == NEW else ""
    found = [(one, name) for one, name in known.items() if typed in name_key(name)]
    found.sort(key=lambda one: not name_key(one[1]).startswith(typed))
    return found[:MOST_OFFERED]


def lead_to(files: Files, moment: str) -> None:
    """Have the map open at the day of what was taken in, if it is a known one."""
    is_julian = head_of(files).get("days_in") == "julian"
    spanned = parse_moment(from_julian(moment) if is_julian else moment)
    if spanned.known:
        st.session_state[LEAD] = str(Day.fromordinal(floor(spanned.earliest)))


def shown_day(files: Files) -> str:
    """The day that the map shows, as the campaign's files write days."""
    day = st.session_state.get("desk-address", {}).get("day", "")
    head = head_of(files)
    if not day:
        return str(head.get("first_day", ""))
    if head.get("days_in") != "julian":
        return str(day)
    return write_iso(*in_calendar(parse_day(day), "julian"))
