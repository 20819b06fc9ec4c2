"""What is made of a campaign is made once, and goes with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

Given = TypeVar("Given")
More = ParamSpec("More")
Made = TypeVar("Made")


def once(
    make: Callable[Concatenate[Given, More], Made],
) -> Callable[Concatenate[Given, More], Made]:
    """Keep what a function makes of a value for as long as somebody has that value, no longer.

    A cache of the last few would keep the campaign that a reader uploaded after they have left.
    What is made must not hold the value itself, which would then never go. Further arguments
    are few and hashable: an account's id.
    """
    kept: WeakKeyDictionary[Any, dict[Any, Made]] = WeakKeyDictionary()

    @wraps(make)
    def give(value: Given, /, *more: More.args, **named: More.kwargs) -> Made:
        made = kept.setdefault(value, {})
        key = (more, tuple(named.items()))
        if key not in made:
            made[key] = make(value, *more, **named)
        return made[key]

    return give
