"""The ground as ordinary Folium layers, drawn under everything else."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import folium
from branca.element import MacroElement
from folium.map import CustomPane, Layer
from folium.raster_layers import ImageOverlay
from folium.template import Template
from folium.utilities import get_obj_in_upper_tree

from mapping.basemap.coast import Coast
from mapping.basemap.ground_files import read_layers
from mapping.basemap.near_towns import town_shapes
from mapping.basemap.shapes import Drawn
from mapping.basemap.verbatim import add_script

# All lie below Leaflet's own tiles (200), so that online tiles, once picked, cover the ground.
_PANES = {"ground-land": 110, "ground-relief": 120, "ground-lines": 130}
_PANE_OF_CLASS = {"ground-land": "ground-land"}


class GroundMap(MacroElement):
    """Begins the ground on the map that it stands on: the code of its layers, the map's class."""

    _template = Template("")

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "GroundMap"

    def render(self, **kwargs: Any) -> str:
        """Write the code, by itself: another map in the same page brings it again."""
        assert self._parent is not None
        shown = self._parent.get_name()
        add_script(
            self,
            f"{shown}.ground = (() => {{\n{ground_code()}\n"
            "return {beginGround, groundLayer};\n})();\n"
            f"{shown}.ground.beginGround({shown});\n",
        )
        return ""


class GroundShape(Layer):
    """One layer of lines, polygons or dots as one quiet SVG path (two with a casing).

    `text` is a shape file's content (`mapping.basemap.shapes`); colours come from `class_name`
    in `ground.css`. A `casing` lies under it, `rounded` lines have their corners cut, and
    `repeated` shapes go on beyond the antimeridian as far as 270 degrees, because Leaflet
    repeats tiles but never paths. It is on the map from `least_zoom` on. The map must have a
    `GroundMap` before it.
    """

    _template = Template("")

    def __init__(
        self,
        text: str,
        class_name: str,
        casing: bool = False,
        repeated: bool = False,
        rounded: bool = False,
        smooth_factor: float = 1.0,
        least_zoom: float = 0,
    ) -> None:
        super().__init__(name=class_name, overlay=True, control=False, show=True)
        self._name = "GroundShape"
        self.text = text
        self.class_names = [f"{class_name}-casing", class_name] if casing else [class_name]
        self.shape = {
            "text": text,
            "classNames": self.class_names,
            "pane": _PANE_OF_CLASS.get(class_name, "ground-lines"),
            "isRepeated": repeated,
            "isRounded": rounded,
            "smoothFactor": smooth_factor,
            "leastZoom": least_zoom,
        }

    def render(self, **kwargs: Any) -> str:
        """Write the layer's script, and that it is put on the map."""
        shown = get_obj_in_upper_tree(self, folium.Map).get_name()
        shape = json.dumps(self.shape, separators=(",", ":")).replace("<", r"\u003c")
        add_script(self, f"var {self.get_name()} = {shown}.ground.groundLayer({shown}, {shape});\n")
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        return ""


@cache
def ground_code() -> str:
    """The functions of `ground.js`, for a script that is no module."""
    code = files("mapping.basemap").joinpath("ground.js").read_text(encoding="utf-8")
    return code.replace("export function ", "function ")


def ground_layers(
    folder: Path | None, coast: Coast | None = None, towns: Sequence[Mapping[str, Any]] = (),
    rivers: Sequence[Drawn] = (),
) -> list[MacroElement]:  # fmt: skip
    """Panes and layers of the ground, lowest first, each to be added to a Folium map.

    `folder` is a ground folder such as `data/my-campaign/ground`; where it is None or holds no
    `ground.json`, the world's coarse ground is used. A campaign's ground holds the world around
    it as well, so nothing is drawn twice. `rivers` (see `rivers_near`) lie on land and lakes,
    `towns` have dots above all of it. Needs `ground_css()` in the page. Raises GroundError, a
    ValueError, for a ground that does not fit.
    """
    elements: list[MacroElement] = [GroundMap()]
    elements += [CustomPane(name, z_index=level) for name, level in _PANES.items()]
    for layer, drawn in read_layers(folder, coast, rivers):
        if isinstance(drawn, bytes):
            elements.append(_picture(drawn, layer))
        else:
            elements.append(_shape(drawn, layer))
    elements += [_shape(drawn, layer) for layer, drawn in town_shapes(towns)]
    return elements


def _picture(data: bytes, layer: dict[str, Any]) -> ImageOverlay:
    return ImageOverlay(
        f"data:image/webp;base64,{base64.b64encode(data).decode('ascii')}",
        bounds=layer["bounds"],
        pixelated=False,
        control=False,
        name=layer["class"],
        class_name=f"{layer['class']} ground-{layer['id']}",
        pane="ground-relief",
        interactive=False,
        alt="",
    )


def _shape(text: str, layer: dict[str, Any]) -> GroundShape:
    return GroundShape(
        text,
        layer["class"],
        casing=layer["casing"],
        repeated=layer["world"],
        rounded=layer["rounded"],
        smooth_factor=layer["smooth"],
        least_zoom=layer["least_zoom"],
    )
