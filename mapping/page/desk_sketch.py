"""What the desk's forms ask of the map, and what they do with what was pressed or dragged there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from mapping.drawing.map_sketch import Look, Mark, Outline, Sketch, Spot
from mapping.geo.geodesy import Point


@dataclass
class MapAsk:
    """Gathers the spots of a form, and the first place that is still to be given."""

    spots: list[Spot] = field(default_factory=list)
    way: list[Point] = field(default_factory=list)
    asks: tuple[str, str] | None = None
    outline: Outline = field(default_factory=Outline)
    look: Look | None = None
    takers: dict[str, Callable[[Mark], None]] = field(default_factory=dict)

    def ask(self, key: str, label: str, take: Callable[[Mark], None]) -> None:
        """A press on the map answers this, unless something before it is unanswered."""
        if self.asks is None:
            self.asks = (key, label)
            self.takers[key] = take

    def show(self, spot: Spot, take: Callable[[Mark], None]) -> None:
        """A spot, and what becomes of it when it is dragged or chosen."""
        self.spots.append(spot)
        self.takers[spot.key] = take

    def hear(self, key: str, take: Callable[[Mark], None]) -> None:
        """What becomes of a mark that no spot has the key of."""
        self.takers[key] = take

    def take(self, mark: Mark) -> None:
        """Do what a mark is for; a key of another form than this one is nothing."""
        if taker := self.takers.get(mark.key):
            taker(mark)

    @property
    def sketch(self) -> Sketch:
        """What the map shows of it."""
        return Sketch(tuple(self.spots), tuple(self.way), self.asks, self.outline, self.look)


def say_point(point: Point) -> str:
    """A point as a person would type it."""
    return f"{point[0]:.6g}, {point[1]:.6g}"
