"""The ground as ordinary Folium layers, drawn under everything else."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
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

# All lie below Leaflet's own tiles (200), so that online tiles, once picked, cover the ground.
_PANES = {"ground-land": 110, "ground-relief": 120, "ground-lines": 130}
_PANE_OF_CLASS = {"ground-land": "ground-land"}


class GroundMap(MacroElement):
    """Gives the map the class `ground`, and `ground-from-6`, `ground-from-7` ... as it zooms in.

    `ground.css` sets the width of rivers and borders by these classes. `map.projectOnce(path)`
    has a path that never changes projected once, and moved at each zoom: Leaflet projects every
    point anew, twice where a view is set.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        (function (map) {
            const mark = function () {
                const list = map.getContainer().classList;
                list.add("ground");
                for (let zoom = 5; zoom <= 12; zoom += 1) {
                    list.toggle("ground-from-" + zoom, map.getZoom() >= zoom);
                }
            };
            map.on("zoomend", mark);
            map.whenReady(mark);
            const projectPart = function (latlngs, whole, scale, origin) {
                if (!(latlngs[0] instanceof L.LatLng)) {
                    for (const part of latlngs) { projectPart(part, whole, scale, origin); }
                    return;
                }
                if (!worlds.has(latlngs)) {
                    worlds.set(latlngs, latlngs.map((one) => map.project(one, 0)));
                }
                const ring = worlds.get(latlngs).map(({x, y}) => new L.Point(
                    Math.round(x * scale) - origin.x, Math.round(y * scale) - origin.y));
                for (const point of ring) { whole.bounds.extend(point); }
                whole.rings.push(ring);
            };
            const worlds = new WeakMap();
            map.projectOnce = function (path) {
                let at = "";
                path._project = function () {
                    const zoom = map.getZoom(), origin = map.getPixelOrigin();
                    const place = [zoom, origin.x, origin.y].join();
                    if (place === at) { return; }
                    at = place;
                    const whole = {rings: [], bounds: new L.Bounds()};
                    projectPart(this._latlngs, whole, map.getZoomScale(zoom, 0), origin);
                    this._rings = whole.rings;
                    if (!whole.bounds.isValid()) { return; }
                    this._rawPxBounds = whole.bounds;
                    this._updateBounds();
                };
                return path;
            };
        })({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "GroundMap"


class GroundShape(Layer):
    """One layer of lines, polygons or dots as one quiet SVG path (two with a casing).

    `text` is a shape file's content (`mapping.basemap.shapes`); colours come from `class_name`
    in `ground.css`. A `casing` lies under it, `rounded` lines have their corners cut, and
    `repeated` shapes go on beyond the antimeridian as far as 270 degrees, because Leaflet
    repeats tiles but never paths. It is on the map from `least_zoom` on.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = (function (map, text, classNames, repeated, leastZoom) {
            const toPoints = function (chain, turn, unit) {
                const points = [];
                let lat = 0, lon = 0;
                for (let i = 0; i < chain.length; i += 2) {
                    lon += chain[i];
                    lat += chain[i + 1];
                    points.push([lat * unit, lon * unit + turn]);
                }
                return points;
            };
            // Corner cutting after Chaikin (1974): a quarter and three quarters along each edge.
            const cutCorners = function (points) {
                const smooth = [points[0]];
                for (let i = 0; i + 1 < points.length; i += 1) {
                    const [a, b] = points[i], [c, d] = points[i + 1];
                    smooth.push([0.75 * a + 0.25 * c, 0.75 * b + 0.25 * d]);
                    smooth.push([0.25 * a + 0.75 * c, 0.25 * b + 0.75 * d]);
                }
                smooth.push(points[points.length - 1]);
                return smooth;
            };
            const toSmooth = function (points) {
                const closed = points[0].join() === points[points.length - 1].join();
                if (!{{ this.rounded|tojson }}) { return points; }
                const smooth = cutCorners(cutCorners(points));
                return closed ? smooth.slice(1, -1).concat([smooth[1]]) : smooth;
            };
            const partsOf = function (shape) {
                const parts = [], unit = Math.pow(10, -shape.decimals);
                for (const turn of repeated ? [0, -360, 360] : [0]) {
                    for (const part of shape.parts) {
                        const chains = part.map((chain) => toPoints(chain, turn, unit));
                        if (turn === 0 || chains[0].some((point) => Math.abs(point[1]) < 270)) {
                            parts.push(chains.map(toSmooth));
                        }
                    }
                }
                return parts;
            };
            const pane = map.getPane({{ this.pane|tojson }});
            pane.groundRenderer = pane.groundRenderer
                || L.svg({pane: {{ this.pane|tojson }}, padding: 0.4});
            const makePaths = function () {
                const shape = JSON.parse(text), parts = partsOf(shape);
                return classNames.map(function (className) {
                    const options = {
                        className: className, interactive: false, bubblingMouseEvents: false,
                        renderer: pane.groundRenderer, pane: {{ this.pane|tojson }},
                        smoothFactor: {{ this.smooth_factor|tojson }}
                    };
                    if (shape.kind === "polygons") {
                        return map.projectOnce(L.polygon(parts, options));
                    }
                    // A line of no length with round ends is a dot: one path for all towns.
                    return map.projectOnce(L.polyline(shape.kind === "dots"
                        ? parts[0][0].map((point) => [point, point])
                        : parts.map((part) => part[0]), options));
                });
            };
            const group = L.layerGroup();
            // What is seen from near alone is made before a reader comes near, while nothing else
            // is to be done: in a flight it would halt the map.
            let paths = null;
            const ready = function () {
                paths ??= makePaths();
                return paths;
            };
            const choose = function () {
                const near = map.getZoom() >= leastZoom;
                for (const path of near ? ready() : paths ?? []) {
                    if (near) { group.addLayer(path); } else { group.removeLayer(path); }
                }
            };
            group.on("add", function () {
                map.on("zoomend", choose);
                map.whenReady(choose);
                window.requestIdleCallback?.(ready);
            });
            group.on("remove", function () { map.off("zoomend", choose); });
            return group;
        })(
            {{ this.map_name }},
            {{ this.text|tojson }},
            {{ this.class_names|tojson }},
            {{ this.repeated|tojson }},
            {{ this.least_zoom|tojson }}
        );
        {% endmacro %}
        """
    )

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
        self.pane = _PANE_OF_CLASS.get(class_name, "ground-lines")
        self.repeated = repeated
        self.rounded = rounded
        self.smooth_factor = smooth_factor
        self.least_zoom = least_zoom
        self.map_name = ""

    def render(self, **kwargs: Any) -> str:
        """Write the layer's script, which needs the name of the map it stands on."""
        self.map_name = get_obj_in_upper_tree(self, folium.Map).get_name()
        return str(super().render(**kwargs))  # type: ignore[no-untyped-call]


def ground_layers(
    folder: Path | None, coast: Coast | None = None, towns: Sequence[Mapping[str, Any]] = ()
) -> list[MacroElement]:
    """Panes and layers of the ground, lowest first, each to be added to a Folium map.

    `folder` is a ground folder such as `data/my-campaign/ground`; where it is None or holds no
    `ground.json`, the world's coarse ground is used. A campaign's ground holds the world around
    it as well, so nothing is drawn twice. `towns` have dots above all of it. Needs `ground_css()`
    in the page. Raises GroundError, a ValueError, for a ground that does not fit.
    """
    elements: list[MacroElement] = [GroundMap()]
    elements += [CustomPane(name, z_index=level) for name, level in _PANES.items()]
    for layer, drawn in read_layers(folder, coast):
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
