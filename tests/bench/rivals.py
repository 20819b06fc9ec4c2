"""The same events in Folium's own plug-ins, TimestampedGeoJson and Timeline, to compare with.

Their scripts come from npm by name, once, into `.cache/rivals`; a page finds them beside itself.
Each event is a circle with its title as a tooltip, on a map without tiles. TimestampedGeoJson shows
what was, too, unless it is told how long each event lasts; it is measured both ways.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import folium
from folium.plugins import Timeline, TimelineSlider, TimestampedGeoJson
from folium.utilities import JsCode
from xstatic.pkg import leaflet

from mapping.basemap.verbatim import Verbatim
from mapping.format.campaign import Campaign
from mapping.format.dates import parse_day
from tests.bench.table import DAY, STAY, TIMELINE
from tests.conftest import ROOT

CACHE = ROOT / ".cache" / "rivals"
PACKAGES = (
    "iso8601-js-period@0.2.1", "jquery@3.7.1", "leaflet-timedimension@1.1.1",
    "leaflet.timeline@1.6.0", "moment@2.18.1",
)  # fmt: skip
"""In the versions that Folium names."""
SCRIPTS = {
    "jquery.js": "jquery/dist/jquery.min.js",
    "iso8601.js": "iso8601-js-period/iso8601.js",
    "timedimension.js": "leaflet-timedimension/dist/leaflet.timedimension.min.js",
    "timedimension.css": "leaflet-timedimension/dist/leaflet.timedimension.control.css",
    "moment.js": "moment/min/moment.min.js",
    "timeline.js": "leaflet.timeline/dist/leaflet.timeline.js",
}
DAY_MS = 86_400_000
FIRST_MS = 946_684_800_000
"""The campaign's first day is shown as the first of 2000: TimestampedGeoJson sorts times as texts,
and before 1970 stands still."""
CIRCLE = {"radius": 5, "weight": 1, "fillOpacity": 0.8}
COLOURS = {"red": "#c2410c", "blue": "#0b5fa5"}


def fetch_scripts(folder: Path) -> None:
    """Put the scripts into a folder; from npm where they are not in the cache yet.

    Raises `OSError` or `CalledProcessError` where there is no npm or it reaches no registry.
    """
    if not all((CACHE / "node_modules" / file).is_file() for file in SCRIPTS.values()):
        CACHE.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["npm", "install", "--prefix", CACHE, "--no-save", "--no-audit", "--no-fund",
             "--silent", *PACKAGES],
            check=True, timeout=120,
        )  # fmt: skip
    for name, file in SCRIPTS.items():
        shutil.copyfile(CACHE / "node_modules" / file, folder / name)
    for name in ("leaflet.js", "leaflet.css"):
        shutil.copyfile(Path(leaflet.BASE_DIR) / name, folder / name)


def timestamped_document(campaign: Campaign, duration: str | None = None) -> str:
    """All events in TimestampedGeoJson, a step for each day; without a duration they stay."""
    features = [
        _feature(event, times=[event["start"]], icon="circle",
                 iconstyle={**CIRCLE, "color": event["colour"]})
        for event in _events(campaign)
    ]  # fmt: skip
    plugin = TimestampedGeoJson(
        {"type": "FeatureCollection", "features": features}, auto_play=False, loop=False,
        add_last_point=False, period="P1D", duration=duration,
    )  # fmt: skip
    plugin.default_js = _links("jquery.js", "iso8601.js", "timedimension.js", "moment.js")
    plugin.default_css = _links("timedimension.css")
    shown = _bare_map(campaign, plugin)
    return _document(campaign, shown, f"{shown.get_name()}.timeDimension.setCurrentTime(time)")


def timeline_document(campaign: Campaign) -> str:
    """All events in Timeline with its slider."""
    features = [
        _feature(event, start=event["start"], end=event["start"] + DAY_MS - 1,
                 colour=event["colour"])
        for event in _events(campaign)
    ]  # fmt: skip
    circle = JsCode(
        "(feature, at) => L.circleMarker(at, {radius: 5, weight: 1, fillOpacity: 0.8, "
        "color: feature.properties.colour}).bindTooltip(feature.properties.tooltip)"
    )
    plugin = Timeline({"type": "FeatureCollection", "features": features}, point_to_layer=circle)
    slider = TimelineSlider(auto_play=False).add_timelines(plugin)
    plugin.default_js = slider.default_js = _links("timeline.js", "moment.js")
    shown = _bare_map(campaign, plugin, slider)
    return _document(campaign, shown, f"{slider.get_name()}.setTime(time)")


DOCUMENTS: dict[str, Callable[[Campaign], str]] = {
    STAY: timestamped_document,
    DAY: partial(timestamped_document, duration="PT1H"),
    TIMELINE: timeline_document,
}
"""What makes the page of each, by its name in the table."""


def _events(campaign: Campaign) -> Iterator[dict[str, Any]]:
    """Each event with its title, point, day in ms, and its side's colour."""
    for event in campaign.events.values():
        assert event.starts
        day = parse_day(event.starts.text)
        yield {
            "title": event.title,
            "at": campaign.places[event.place_ids[0]].point,
            "start": FIRST_MS + (day - campaign.first_day) * DAY_MS,
            "colour": COLOURS[event.by_force_ids[0]],
        }


def _feature(event: dict[str, Any], **properties: Any) -> dict[str, Any]:
    lat, lon = event["at"]
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": {"tooltip": event["title"], **properties},
    }


def _bare_map(campaign: Campaign, *plugins: Any) -> folium.Map:
    """A map that shows all places, with nothing of Folium's that the plug-ins do not need."""
    shown = folium.Map(tiles=None)
    shown.default_js, shown.default_css = _links("leaflet.js"), _links("leaflet.css")
    points = [place.point for place in campaign.places.values() if place.point]
    lats, lons = [lat for lat, _ in points], [lon for _, lon in points]
    shown.fit_bounds([[min(lats), min(lons)], [max(lats), max(lons)]])
    for plugin in plugins:
        plugin.add_to(shown)
    return shown


def _links(*names: str) -> list[tuple[str, str]]:
    return [(name, name) for name in names]


def _document(campaign: Campaign, shown: folium.Map, go: str) -> str:
    """The page, in which `goToDay` goes to a day as the plug-in's own slider does, and
    `shownTitles` says which events it shows."""
    root = shown.get_root()
    words = f"""
    window.goToDay = (day) => {{
      const time = {FIRST_MS} + Date.parse(day) - Date.parse("{campaign.first_day}");
      {go};
    }};
    window.shownTitles = () => {{
      const titles = new Set();
      {shown.get_name()}.eachLayer((layer) => {{
        if (layer.getTooltip?.()) titles.add(layer.feature.properties.tooltip);
      }});
      return [...titles].sort();
    }};
    """
    root.render()
    root.script.add_child(Verbatim(words), name="bench")
    return root.render()
