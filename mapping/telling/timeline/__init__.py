"""What stood where, and what happened, on each day: a campaign and an account to day states.

Pure functions, no drawing and no words. Times here are days since the campaign's first day
began: day 0 reaches from 0.0 to 1.0, and the picture of a settled day is the one at its end.

A force is on the map from its first movement or event of the account until an event ends it.
It moves only along movements whose moments are each known to within a day; times between timed
waypoints are shared out by length. Everything else leaves it where it was.

`values` is what it is made of; `legs` gives each way its times, `tracks` gathers what places a
force, `position` says where that is at a moment, and `states` puts a day together.
"""

from mapping.telling.timeline.fronts import area_span, outline_spans
from mapping.telling.timeline.holdings import control_spans
from mapping.telling.timeline.legs import follow_route, legs_of
from mapping.telling.timeline.position import (
    point_at_km,
    position_at,
    presence_on,
    reach_on,
)
from mapping.telling.timeline.spans import dating_of, is_stated, span_of
from mapping.telling.timeline.states import control_states, day_state, day_states
from mapping.telling.timeline.tracks import anchor_force, tracks_of
from mapping.telling.timeline.values import (
    AreaState,
    ControlState,
    Dating,
    DayState,
    EventState,
    Fix,
    ForceState,
    Leg,
    MovementState,
    Span,
    Track,
)

__all__ = [
    "AreaState",
    "ControlState",
    "Dating",
    "DayState",
    "EventState",
    "Fix",
    "ForceState",
    "Leg",
    "MovementState",
    "Span",
    "Track",
    "anchor_force",
    "area_span",
    "control_spans",
    "control_states",
    "dating_of",
    "day_state",
    "day_states",
    "follow_route",
    "is_stated",
    "legs_of",
    "outline_spans",
    "point_at_km",
    "position_at",
    "presence_on",
    "reach_on",
    "span_of",
    "tracks_of",
]
