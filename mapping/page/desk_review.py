"""The places of a text at the desk, linked with the map both ways.

A place that is pressed in the text is shown on the map, and one that is pressed there is marked in
the text. The one in hand is corrected: among its namesakes, or by its point on the map.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property, partial
from typing import Any, NamedTuple
from zlib import crc32

import streamlit as st

from mapping.drafting import Draft
from mapping.drafting.lock import Claim as DraftedClaim
from mapping.drafting.named_places import is_position
from mapping.drafting.passages import of_table, with_passages
from mapping.drafting.reviewing import (
    listed_place,
    place_as_read,
    place_in_hand,
    place_of,
    spot_of,
)
from mapping.drafting.world import Candidate
from mapping.drawing.map_sketch import Look, Mark, Spot
from mapping.editing.claim import PLACED, NamedPlace
from mapping.editing.folder_files import Files, lines_of
from mapping.format.kinds import PLACE_KINDS, place_kind
from mapping.geo.geodesy import Point, point_towards, unwrap
from mapping.intake.found import read_point
from mapping.page.desk_claim import show_place
from mapping.page.desk_fields import POINT_HINT, say_kind
from mapping.page.desk_sketch import MapAsk, say_point
from mapping.page.desk_state import Desk
from mapping.page.prose import show_line

LISTED = "Only listed: nobody knows where"
SETTLED = "village"
MOST_SPOTS = 200
MOST_OFFERED = 40


class Asked(NamedTuple):
    """What a text is read with: the same gives the same draft.

    `sides` is what the text calls each side, as JSON; `places` the campaign's table at that time.
    """

    title: str
    text: str
    first_day: str
    last_day: str
    sides: str
    places: str


@dataclass
class Review:
    """A draft that somebody goes through: where they are, what they dropped and corrected.

    `chosen` is the place in hand by its id in the draft; `turn` counts how often one was pressed.
    """

    draft: Draft
    asked: Asked
    at: int = 0
    dropped: set[int] = field(default_factory=set)
    picked: dict[str, NamedPlace] = field(default_factory=dict)
    sides: dict[str, str] = field(default_factory=dict)
    """Whose side a force is on that the text alone names, by what it calls it."""
    dated: set[int] = field(default_factory=set)
    """The claims of which a person says that the text gives their day, though their sentence
    does not.
    """
    joined: set[int] = field(default_factory=set)
    """The movements of which a person says that they begin where their force was last."""
    taken: frozenset[int] = frozenset()
    """The claims that the campaign has, as it was when they were last looked for."""
    made: dict[int, str] = field(default_factory=dict)
    """The passages that a person made claims of, by where they begin, each with its table."""
    is_edited: bool = False
    """Whether the claim in hand is open to be edited."""
    chosen: str = ""
    turn: int = 0

    def __post_init__(self) -> None:
        self._read = frozenset(self.draft.claims)

    def to_keep(self) -> dict[str, Any]:
        """As values of JSON: what was asked, and what a person has said since."""
        return {
            "asked": [*self.asked], "claims": len(self.draft.claims), "at": self.at,
            "dropped": sorted(self.dropped), "dated": sorted(self.dated),
            "joined": sorted(self.joined), "sides": {**self.sides},
            "picked": {place_id: asdict(place) for place_id, place in self.picked.items()},
            "made": [*self.made.items()],
        }  # fmt: skip

    @classmethod
    def of_kept(cls, draft: Draft, asked: Asked, kept: Mapping[str, Any]) -> Review:
        """A review as it was kept; of a draft with other claims no number holds any more."""
        made = {int(start): str(table) for start, table in kept.get("made", ())}
        review = cls(draft, asked, made=made)
        review.draft = with_passages(draft, made)
        count = len(review.draft.claims)
        if count and kept["claims"] == count:
            review.at = int(kept["at"]) % count
            review.dropped, review.dated, review.joined = (
                {one for one in kept.get(name, ()) if one in range(count)}
                for name in ("dropped", "dated", "joined")
            )
        review.sides = {str(name): str(side) for name, side in kept["sides"].items()}
        review.picked = {
            place_id: _place_kept(one) for place_id, one in kept["picked"].items()
            if place_id in draft.places
        }  # fmt: skip
        return review

    @property
    def source(self) -> str:
        """What the text is called."""
        return self.asked.title

    @property
    def claim(self) -> DraftedClaim:
        """The claim in hand."""
        return self.draft.claims[self.at]

    @property
    def open(self) -> list[int]:
        """The claims that are still to be taken in or dropped."""
        done = self.taken | self.dropped
        return [one for one in range(len(self.draft.claims)) if one not in done]

    @property
    def is_under_way(self) -> bool:
        """Whether something was said of the text that goes with the page, and is still needed."""
        return bool(self.open and (self.dropped or self.picked or self.sides or self.made))

    @property
    def is_made(self) -> bool:
        """Whether the claim in hand was made of a passage that gave none."""
        return self.claim not in self._read

    def fill_in(self, start: int) -> None:
        """Make a claim of the passage that begins there, and take it in hand to be filled in."""
        before = self.draft.claims
        self.made[start] = "events"
        self.draft = with_passages(self.draft, {start: "events"})
        now = {claim: number for number, claim in enumerate(self.draft.claims)}
        self.dropped, self.dated, taken = (
            {now[before[one]] for one in numbers}
            for numbers in (self.dropped, self.dated, self.taken)
        )
        self.taken = frozenset(taken)
        new = now.keys() - set(before)
        self.go_to(now[new.pop()] if new else self.at)
        self.is_edited = True

    def recast(self, table: str) -> None:
        """Tell the claim in hand, made of a passage, as a movement or as an event."""
        claims = [*self.draft.claims]
        claims[self.at] = of_table(self.claim, table)
        self.made[self.claim.start] = table
        self.draft = replace(self.draft, claims=tuple(claims))

    def see(self, taken: frozenset[int]) -> None:
        """What the campaign has by now; what was taken out of it is in hand again."""
        gone, self.taken = self.taken - taken, taken
        if gone:
            self.go_to(min(gone))

    def go_to(self, at: int) -> None:
        """To another claim, around the end."""
        self.at = at % len(self.draft.claims)
        self.is_edited, self.chosen = False, ""

    def go_on(self) -> None:
        """To the next claim that is open; where none is, stay."""
        later = (one for one in self.open if one > self.at)
        self.go_to(next(later, next(iter(self.open), self.at)))

    def choose(self, place_id: str) -> None:
        """Take a place in hand."""
        self.chosen = place_id
        self.turn += 1

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The places by how often the text names them, each with its number."""
        often = Counter(one.place_id for one in self.draft.mentions if one.kind == "place")
        ranked = sorted(self.draft.places, key=lambda one: (-often[one], one))
        return {place_id: number for number, place_id in enumerate(ranked)}


def _place_kept(said: Mapping[str, Any]) -> NamedPlace:
    point = said["point"]
    lat, lon = point or (0, 0)
    return NamedPlace(
        **{name: str(said[name]) for name in ("place_id", "name", "kind", "found_by", "found_id")},
        **{name: str(said.get(name, "")) for name in ("note", "locator", "words")},
        point=(float(lat), float(lon)) if point else None, radius_km=float(said["radius_km"]),
    )  # fmt: skip


def count_placed(review: Review, files: Files) -> int:
    """How many places of the text have a point, of the gazetteer or of a person."""
    places = (place_in_hand(review.draft, one, files, review.picked) for one in review.draft.places)
    return sum(_point_of(one, files) is not None for one in places)


def show_places(desk: Desk, review: Review, ask: MapAsk) -> None:
    """Show the places of the text on the map, and what can be done to the one in hand."""
    files = desk.edit.files
    shown = {review.chosen} if review.chosen else _claimed(review)
    if review.chosen:
        _show_chosen(desk, review, ask)
    else:
        _show_claimed(desk, review, ask, shown)
    for place_id, number in list(review.numbers.items())[:MOST_SPOTS]:
        place = place_in_hand(review.draft, place_id, files, review.picked)
        point = _point_of(place, files)
        if point is None or place_id in shown:
            continue
        name = review.draft.places[place_id].name
        press = partial(_press, review, place_id)
        ask.show(Spot(f"text-{number}", name, point, role="quiet"), press)
    _offer_unplaced(review, files)


def _claimed(review: Review) -> set[str]:
    """The places of the claim in hand."""
    return {one.place_id for one in review.claim.places} if review.draft.claims else set()


def _taken(review: Review) -> set[str]:
    """The places of all claims that were taken in."""
    return {place.place_id for at in review.taken for place in review.draft.claims[at].places}


def _show_claimed(desk: Desk, review: Review, ask: MapAsk, shown: set[str]) -> None:
    """The places of the claim in hand, by their names and in sight; at the end all taken in."""
    for place_id in sorted(shown):
        _show_spot(desk, review, ask, place_id)
    is_done = bool(review.taken) and not review.open
    seen = _taken(review) if is_done else shown
    points = [one for place_id in sorted(seen) for one in _around(desk, review, place_id)]
    if points:
        ask.look = Look(tuple(points), crc32(repr(points).encode()))


def _around(desk: Desk, review: Review, place_id: str) -> list[Point]:
    """What is to be in sight of a place: its point; of one that is computed all that it may be."""
    place = place_in_hand(review.draft, place_id, desk.edit.files, review.picked)
    spot = spot_of(place, desk.edit.files)
    if spot is None or not place.note:
        return [spot[0]] if spot else []
    return unwrap([spot[0], *(point_towards(spot[0], way, spot[1]) for way in (0, 90, 180, 270))])


def _show_spot(desk: Desk, review: Review, ask: MapAsk, place_id: str) -> Point | None:
    """A place of the text where it is now, to be dragged elsewhere; its point."""
    place = place_in_hand(review.draft, place_id, desk.edit.files, review.picked)
    point, key = _point_of(place, desk.edit.files), f"text-{review.numbers[place_id]}"
    if place.place_id:
        show_place(desk, ask, place.place_id, key, partial(_moved, review, place_id))
    elif point is not None:
        name = review.draft.places[place_id].name
        ask.show(Spot(key, name, point, place.radius_km, "mention"),
                 partial(_pick_point, review, place_id, place))  # fmt: skip
    return point


def _press(review: Review, place_id: str, _mark: Mark) -> None:
    review.choose(place_id)


def _point_of(place: NamedPlace, files: Files) -> Point | None:
    spot = spot_of(place, files)
    return spot[0] if spot else None


def _show_chosen(desk: Desk, review: Review, ask: MapAsk) -> None:
    """What the text says of the place in hand, and where it is: all of it can be corrected."""
    files, place_id = desk.edit.files, review.chosen
    read = review.draft.places[place_id]
    place = place_in_hand(review.draft, place_id, files, review.picked)
    point = _point_of(place, files)
    count = sum(one.place_id == place_id for one in review.draft.mentions)
    named = f"{read.name}: named {'once' if count == 1 else f'{count} times'}"
    if point is None:
        show_line(f"{named}; {read.why or 'no point is known'}. Press the map where it is, "
                  "or “Somewhere here”; else it is only listed.")  # fmt: skip
    else:
        ask.look = Look(tuple(_around(desk, review, place_id)), review.turn)
        show_line(f"{named}. {place.note} Drag it on the map if it is elsewhere.")
    key = f"text-{review.numbers[place_id]}"
    if _show_spot(desk, review, ask, place_id) is None and not place.place_id:
        ask.ask(key, read.name, partial(_pick_point, review, place_id, place))
    if not review.is_edited or place_id not in {one.place_id for one in review.claim.places}:
        choose_place(desk, review, place_id, f"text-which-{key}-{desk.turn}")
    if not place.place_id:
        _ask_about(review, place_id, place, f"{key}-{review.turn}-{desk.turn}")
    for number, one in enumerate(read.candidates):
        if one.point and not one.own and one.point != point:
            spot = Spot(f"{key}-or-{number}", say_candidate(one), one.point, role="choice")
            ask.show(spot, partial(_pick, review, place_id, place_of(read.name, read.kind, one)))


def _ask_about(review: Review, place_id: str, place: NamedPlace, key: str) -> None:
    """What kind of place it is, and its point for who knows that."""
    left, right = st.columns([2, 3])
    # What the tab kept may be of no kind that there is.
    kinds = [*dict.fromkeys([place.kind, *PLACE_KINDS])]
    shown = say_point(place.point) if place.point else ""
    own = {name: f"{key}-{name}-{place.kind}-{shown}" for name in ("kind", "point")}

    def take_kind() -> None:
        review.picked[place_id] = replace(place, kind=st.session_state[own["kind"]])

    def take_point() -> None:
        if point := read_point(st.session_state[own["point"]]):
            review.picked[place_id] = _put_at(place, point)

    left.selectbox("What it is", kinds, format_func=say_kind, key=own["kind"],
                   on_change=take_kind)  # fmt: skip
    right.text_input("Latitude, longitude", shown, key=own["point"], on_change=take_point,
                     placeholder="50.82, 0.34, or press the map")  # fmt: skip
    said = str(st.session_state[own["point"]])
    if said.strip() and read_point(said) is None:
        show_line(f"Not understood: {POINT_HINT}")


def _put_at(place: NamedPlace, point: Point) -> NamedPlace:
    """A place where a person says that it is; of an unknown kind it is a village at first."""
    kind = SETTLED if place_kind(place.kind).is_any else place.kind
    return replace(place, kind=kind, point=point, found_by=PLACED, found_id="")


def _moved(review: Review, place_id: str) -> None:
    """The campaign's own place was moved: what was picked before is no more meant."""
    review.picked.pop(place_id, None)


def _pick(review: Review, place_id: str, place: NamedPlace, _mark: Mark) -> None:
    review.picked[place_id] = place
    review.choose(place_id)


def _pick_point(review: Review, place_id: str, now: NamedPlace, mark: Mark) -> None:
    """A person pressed a place, or says where it is, or how far off that may be."""
    is_there = now.point is not None and say_point(now.point) == say_point(mark.at)
    if is_there and mark.km is None:
        review.choose(place_id)
        return
    km = mark.km or now.radius_km
    here = now if is_there else _put_at(now, mark.at)
    review.picked[place_id] = replace(here, radius_km=km)


def choose_place(desk: Desk, review: Review, place_id: str, key: str) -> None:
    """Choose which of its namesakes a place is, in the whole text, or a place of the campaign."""
    place, files = review.draft.places[place_id], desk.edit.files
    now = place_in_hand(review.draft, place_id, files, review.picked)
    options: dict[str, NamedPlace] = {
        say_candidate(one): place_of(place.name, place.kind, one)
        for one in place.candidates if one.point and not one.own
    }  # fmt: skip
    as_read = place_as_read(review.draft, place_id, files, review.picked)
    if place.reckoned and as_read.point:
        options[_say_reckoned(as_read, as_read.point)] = as_read
    if now.found_by == PLACED and now.point:
        options[f"Where it was put on the map: {say_point(now.point)}"] = now
    options[LISTED] = listed_place(place)
    for _, cells in lines_of(files, "places"):
        name = f"{cells.get('name', '')} (of the campaign)"
        options[name] = NamedPlace(place_id=cells["place_id"])
    current = next((label for label, one in options.items() if one == now), LISTED)
    # What was picked on the map meanwhile is shown, and not what was chosen here before.
    key = f"{key}-{current}"

    def pick() -> None:
        picked = options[st.session_state[key]]
        if picked == as_read:
            # What is computed goes on to follow the place that it is counted from.
            review.picked.pop(place_id, None)
        else:
            review.picked[place_id] = picked

    st.selectbox(f"Which {place.name}", list(options), list(options).index(current), key=key,
                 on_change=pick)  # fmt: skip


def say_candidate(one: Candidate) -> str:
    """A place of the gazetteer in one line."""
    lat, lon = one.point or (0.0, 0.0)
    size = f"within {one.radius_km:g} km" if one.nature else f"{one.population:,} people"
    return f"{one.said}, {size}, {lat:.2f} {lon:.2f}"


def _say_reckoned(place: NamedPlace, point: Point) -> str:
    """What the text itself says of a place, in one line."""
    how = "Computed from the text" if place.note else "As the text states it"
    return f"{how}, within {place.radius_km:g} km, {point[0]:.2f} {point[1]:.2f}"


def _offer_unplaced(review: Review, files: Files) -> None:
    """The places of the text that have no point, each to be taken in hand.

    What is only counted from another one has its point as soon as that has.
    """
    bare = [
        place_id for place_id in review.numbers
        if not is_position(review.draft.places[place_id])
        and _point_of(place_in_hand(review.draft, place_id, files, review.picked), files) is None
        and review.draft.places[place_id].kind != "country"
    ]  # fmt: skip
    if not bare:
        return
    more = f", the {MOST_OFFERED} named most" if len(bare) > MOST_OFFERED else ""
    with (
        st.expander(f"{len(bare)} place{'s' * (len(bare) > 1)} without a point{more}"),
        st.container(horizontal=True, key="text-unplaced"),
    ):
        for place_id in bare[:MOST_OFFERED]:
            read = review.draft.places[place_id]
            st.button(
                f"Place {read.name}", help=read.why or None, on_click=review.choose,
                args=(place_id,), key=f"text-put-{review.numbers[place_id]}",
            )  # fmt: skip
