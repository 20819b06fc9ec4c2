"""A campaign to a Folium map with the player on it, and to one HTML document.

The document asks the network for nothing: Leaflet comes from the package `xstatic-leaflet` and
stands in the document, as do the ground, the payload and the player's own code.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from itertools import chain, count
from pathlib import Path
from typing import Any

import folium
from branca.element import Element, Figure, MacroElement
from folium.template import Template
from xstatic.pkg import leaflet

from mapping.basemap import (
    attribution,
    bears,
    coast_near,
    countries,
    ground_css,
    has_borders,
    rivers_near,
    tile_layers,
    towns,
)
from mapping.basemap.coast import Coast
from mapping.basemap.elevation import read_elevation
from mapping.basemap.extent import campaign_points
from mapping.basemap.layers import ground_layers
from mapping.basemap.near_towns import towns_near
from mapping.basemap.verbatim import Verbatim
from mapping.drawing.address import FIELDS, usual_values
from mapping.drawing.heights import Profile, profile_of
from mapping.drawing.media_pictures import Sent, are_smaller, maps_of
from mapping.drawing.scene import scene_payload
from mapping.format.campaign import Campaign
from mapping.format.gregorian import DayLike
from mapping.player.fold import fold_payload
from mapping.player.modules import joined
from mapping.player.policy import policy_of
from mapping.type import WHEN_LOADED, type_css

STYLES = ("player", "reading", "share", "print", "paper")
MIN_ZOOM, MAX_ZOOM = 2, 15
PAYLOAD_ID = "campaign-data"
MOST_AMONG_TOWNS = 150
"""With more places of its own a campaign has no room for names of towns."""
PACK_FROM = 200_000
"""Bytes from which a payload is packed."""
DEEP = 4
"""So deep the payload is written piece by piece: down to the columns of its tables."""
PLAIN_TYPE, PACKED_TYPE = "application/json", "application/zlib"
APART = "\0payload\0"
"""Stands for the payload; no text of a campaign holds such a character."""


POLICY = "\0policy\0"
"""Stands for the policy, which tells the hash of every script."""
SWITCHES = "L_NO_TOUCH = false; L_DISABLE_3D = false;"
"""What Folium sets before Leaflet is used."""

FOR_POPUPS = """window.$ ??= (html) => {
  const box = document.createElement("div");
  box.innerHTML = html;
  return [...box.children];
};"""
"""All that Folium's popups want of jQuery, for layers that somebody adds to a map."""


Link = dict[str, str]
"""A link beside the map: its `href`, and its words as a `name` or by a `key` of strings.csv."""


class PlayerFigure(Figure):
    """A page of its own: with a language, a title and a viewport that can be zoomed."""

    _template = Template(
        "<!DOCTYPE html>\n"
        '<html lang="en">\n<head>\n<meta charset="utf-8">\n{{ this.policy }}\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<title>{{ this.title }}</title>\n{{ this.header.render(**kwargs) }}\n</head>\n"
        "<body>\n{{ this.html.render(**kwargs) }}\n"
        "<script>\n{{ this.script.render(**kwargs) }}\n</script>\n</body>\n</html>\n"
    )

    def __init__(self, title: str) -> None:
        super().__init__(title=title)
        self.policy = ""
        """A policy for the page; none for a map to which somebody may add layers of Folium."""


class CampaignMap(folium.Map):
    """A `folium.Map` without anything from the network; add ordinary Folium layers to it."""

    _template = Template(
        "{% macro header(this, kwargs) %}"
        "<style>html, body { width: 100%; height: 100%; margin: 0; padding: 0; }\n"
        "#{{ this.get_name() }} { width: 100%; height: 100%; }</style>"
        f"<script>{SWITCHES}</script>"
        "{% endmacro %}"
        "{% macro html(this, kwargs) %}"
        '<div class="folium-map" id={{ this.get_name()|tojson }}></div>'
        "{% endmacro %}"
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {"
        "crs: L.CRS.{{ this.crs }}, ...{{ this.options|tojavascript }} });"
        "L.control.zoom({position: 'topright'}).addTo({{ this.get_name() }});"
        "L.control.scale({imperial: false, position: 'bottomright'})"
        ".addTo({{ this.get_name() }});"
        "{% endmacro %}"
    )
    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - Folium declares it so
    default_css: list[tuple[str, str]] = []  # noqa: RUF012

    def render(self, **kwargs: Any) -> str:
        """Bring Leaflet and the ground's style into whatever figure the map stands in."""
        figure = self.get_root()
        assert isinstance(figure, Figure)
        figure.header.add_child(Verbatim(leaflet_inline()), name="leaflet")
        figure.header.add_child(Verbatim(f"<style>{ground_css()}</style>"), name="ground")
        if not getattr(figure, "policy", ""):
            figure.header.add_child(Verbatim(f"<script>{FOR_POPUPS}</script>"), name="popups")
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        return ""


class Player(MacroElement):
    """The Folium element that adds time to a map.

    It carries the payload as escaped JSON and starts the player's code on its parent map.
    """

    def __init__(self, payload: dict[str, Any], credit: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Player"
        self.payload = payload
        self.credit = credit
        self.is_apart = False
        """Whether the payload is put in where `APART` stands when all else is rendered."""

    def render(self, **kwargs: Any) -> str:
        """Add style, payload and code to the figure that the map stands in."""
        figure = self.get_root()
        assert isinstance(figure, Figure)
        data = APART if self.is_apart else "".join(self.payload_parts())
        # The faces are made ready while the scripts are read, which wait for them at their end.
        faces = f"<style>{type_css()}</style><script>{WHEN_LOADED}</script>"
        figure.header.add_child(Verbatim(faces), name="type")
        figure.header.add_child(Verbatim(f"<style>{player_style()}</style>"), name="player-style")
        figure.html.add_child(Verbatim(f"{data}</script>"), name="player-payload")
        figure.script.add_child(Verbatim(self._script()), name="player-code")
        return ""

    def payload_parts(self) -> Iterator[str]:
        """The payload as it stands in the page with its element, piece by piece."""
        parts, kind = pack(escaped_parts(fold_payload(self.payload), DEEP))
        yield f'<script type="{kind}" id="{PAYLOAD_ID}">'
        yield from parts

    def _script(self) -> str:
        assert self._parent is not None
        shown = self._parent.get_name()
        return to_ascii(
            f"{shown}.attributionControl.setPrefix(false)"
            f".addAttribution({escape_json(self.credit)});\n"
            f"(() => {{\n{player_code()}\n"
            # What is laid out is measured, so first there must be the faces to measure with.
            f"{WHEN_LOADED}.then(() => startPlayer({shown}, "
            f"document.getElementById({PAYLOAD_ID!r})));\n}})();"
        )


def campaign_map(
    campaign: Campaign,
    day: DayLike | None = None,
    account_id: str | None = None,
    links: Sequence[Link] = (),
    beside: Mapping[str, Sent] | None = None,
) -> folium.Map:
    """A Folium map of a campaign with the player on it; shows itself in a notebook.

    It opens at a day and an account, or at the first and the default one. Raises `ValueError`
    for a day outside the campaign or an account it does not have. `links` are offered beside the
    map, as on a site; `beside` are pictures by the ids of their rows that lie in files beside it.
    """
    opens = _opening(campaign, day, account_id)
    figure = PlayerFigure(title=escape(campaign.title))
    shown = CampaignMap(
        tiles=None, zoom_control=False, min_zoom=MIN_ZOOM, max_zoom=MAX_ZOOM, zoom_snap=0.25,
        zoom_delta=0.75, wheel_px_per_zoom_level=110, keyboard_pan_delta=120,
    )  # fmt: skip
    # The player sets the first view; one set here would draw the ground twice.
    shown.options.pop("zoom", None)
    figure.add_child(shown)
    own, coast = ground_of(campaign)
    rivers = rivers_near(own, campaign_points(campaign), campaign.bounds)
    for layer in ground_layers(own, coast, [] if own else _towns_around(campaign), rivers):
        layer.add_to(shown)
    payload = player_payload(campaign, opens, links) | _ground_payload(campaign)
    if beside is not None:
        payload |= _pictures_beside(campaign, payload, beside)
    Player(payload, escape(payload["credit"])).add_to(shown)
    return shown


def own_ground(campaign: Campaign) -> Path | None:
    """The folder of a campaign's own ground, if it has one."""
    ground = campaign.folder / "ground"
    return ground if ground.is_dir() else None


def ground_of(campaign: Campaign) -> tuple[Path | None, Coast | None]:
    """A campaign's own ground, and the fine coast that is drawn where it has none."""
    own = own_ground(campaign)
    return own, coast_near(own, campaign_points(campaign), campaign.bounds)


def player_payload(
    campaign: Campaign, opens: Mapping[str, str] | None = None, links: Sequence[Link] = ()
) -> dict[str, Any]:
    """All that the player draws but the ground, before it is folded."""
    scene = scene_payload(campaign)
    opens = opens or _opening(campaign, None, None)
    return {
        **scene,
        "campaign": {**scene["campaign"], "opens": opens},
        "tellings": _tellings_with_profiles(campaign),
        "address": {
            "fields": FIELDS, "usual": usual_values(campaign) | {"account": opens["account"]},
        },
        "links": list(links),
        "pictures": "smaller" if are_smaller(campaign) else "",
    }  # fmt: skip


def _pictures_beside(
    campaign: Campaign, payload: Mapping[str, Any], beside: Mapping[str, Sent]
) -> dict[str, Any]:
    """What is otherwise where pictures lie beside the document: old maps have all room in it."""
    maps = maps_of(campaign, with_pictures=False)
    return {
        "media": [
            {**one, "picture": beside.get(name)}
            for name, one in zip(campaign.media, payload["media"], strict=True)
        ],
        "maps": [
            {**one, "picture": maps[one["id"]].picture if one["id"] in maps else None}
            for one in payload["maps"]
        ],
        "pictures": "beside",
    }


def _ground_payload(campaign: Campaign) -> dict[str, Any]:
    """What the player is told of the ground below it."""
    own, coast = ground_of(campaign)
    return {
        "towns": _towns(campaign, own),
        "ground": {
            "borders": has_borders(own),
            "countries": countries(own),
            "tiles": tile_layers(),
            "bears": bears(own, coast),
        },
        "credit": attribution(own),
    }


def _opening(campaign: Campaign, day: DayLike | None, account_id: str | None) -> dict[str, str]:
    number = 0 if day is None else campaign.day_number(day)
    account = campaign.account(account_id).account_id
    return {"day": campaign.calendar[number].isoformat(), "account": account}


def campaign_document(
    campaign: Campaign,
    day: DayLike | None = None,
    account_id: str | None = None,
    links: Sequence[Link] = (),
) -> str:
    """The whole player as one HTML document; the same campaign gives the same text.

    It opens at a day and an account and offers links as `campaign_map` does.
    """
    return "".join(document_parts(campaign, day, account_id, links))


def document_parts(
    campaign: Campaign,
    day: DayLike | None = None,
    account_id: str | None = None,
    links: Sequence[Link] = (),
    beside: Mapping[str, Sent] | None = None,
) -> Iterator[str]:
    """The same document piece by piece: templates would make several copies of the payload.

    With pictures `beside` it, it may show files of the place where it lies itself.
    """
    shown = campaign_map(campaign, day, account_id, links, beside)
    root = shown.get_root()
    _name_in_order(root)
    player = next(child for child in shown._children.values() if isinstance(child, Player))
    player.is_apart = True
    assert isinstance(root, PlayerFigure)
    root.policy = POLICY
    before, _, after = str(root.render()).partition(APART)
    # What stands between the last two tags of a script is one: with a tag in it no hash would fit.
    last = after.partition("<script>")[2].rpartition("</script>")[0]
    tiles = [layer["url"] for layer in player.payload["ground"]["tiles"]]
    scripts = (leaflet_script(), SWITCHES, WHEN_LOADED, last)
    yield before.replace(POLICY, policy_of(scripts, tiles, bool(beside)), 1)
    yield from player.payload_parts()
    yield after


def _name_in_order(root: Element) -> None:
    """Folium gives its elements random names; in order they make the same text each time."""
    numbers = count()

    def visit(node: Element) -> None:
        node._id = f"{next(numbers):04d}"
        for child in node._children.values():
            visit(child)

    visit(root)


def _towns(campaign: Campaign, own: Path | None) -> list[dict[str, Any]]:
    """The ground's towns, for quiet labels: the player leaves out those that are places."""
    found = towns(own) if own else _towns_around(campaign)
    return [
        {name: town[name] for name in ("name", "lat", "lon", "rank", "names")} for town in found
    ]


def _towns_around(campaign: Campaign) -> list[dict[str, Any]]:
    """Those of the gazetteer, where there is no ground of its own and its places leave room."""
    points = campaign_points(campaign)
    return [] if len(points) > MOST_AMONG_TOWNS else towns_near(points, campaign.bounds)


def _tellings_with_profiles(campaign: Campaign) -> dict[str, Any]:
    """The tellings with the ground's heights along the longest way of each, where there are any."""
    own = own_ground(campaign)
    elevation = read_elevation(own) if own else None
    return {
        account: {**telling, "profile": _heights(profile_of(campaign, account, elevation))}
        for account, telling in scene_payload(campaign)["tellings"].items()
    }


def _heights(profile: Profile | None) -> dict[str, Any] | None:
    return None if profile is None else {
        "force": profile.force_id,
        "step": round(profile.step_km, 5),
        "metres": [None if one is None else round(one) for one in profile.metres],
        "starts": {name: round(km, 3) for name, km in profile.starts_km.items()},
        "places": [
            [one.place_id, round(one.km, 3), None if one.metres is None else round(one.metres),
             round(one.off_km, 1)]
            for one in profile.places
        ],
        "followed": round(profile.followed_km, 1),
        "westward": profile.westward,
    }  # fmt: skip


def escaped_parts(value: Any, depth: int) -> Iterator[str]:
    """What `escape_json` gives, in pieces: objects are taken apart, one in another so deep."""
    if not (depth and isinstance(value, dict) and value):
        yield escape_json(value)
        return
    for number, (key, inner) in enumerate(value.items()):
        yield f"{',' if number else '{'}{escape_json(key)}:"
        yield from escaped_parts(inner, depth - 1)
    yield "}"


compact_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def escape_json(value: Any) -> str:
    """JSON that may stand inside a script element: no `<`, `>`, `&` and no line separators."""
    text = compact_json(value)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def pack(parts: Iterator[str]) -> tuple[Iterable[str], str]:
    """A payload as it stands in the document, and its media type: a large one in fewer bytes.

    A small one stays as it is, so that it can be read and searched in the file.
    """
    kept, size = [], 0
    for part in parts:
        kept.append(part)
        size += len(part.encode())
        if size >= PACK_FROM:
            return _packed(chain(kept, parts)), PACKED_TYPE
    return kept, PLAIN_TYPE


def _packed(parts: Iterable[str]) -> Iterator[str]:
    """Texts compressed by zlib (RFC 1950) and written in base64 (RFC 4648), piece by piece."""
    press, rest = zlib.compressobj(9), b""
    for part in parts:
        rest += press.compress(part.encode())
        # Three bytes make four letters: what is left over waits.
        whole = len(rest) - len(rest) % 3
        yield base64.b64encode(rest[:whole]).decode("ascii")
        rest = rest[whole:]
    yield base64.b64encode(rest + press.flush()).decode("ascii")


def to_ascii(code: str) -> str:
    """JavaScript whose texts hold no letter beyond ASCII, but escapes of its UTF-16.

    A page around the document may say that it is in another encoding, or nothing of it: its hash
    must fit all the same, or the policy would not let it run.
    """

    def escaped(found: re.Match[str]) -> str:
        units = found[0].encode("utf-16-be").hex()
        return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))

    return re.sub(r"[^\x00-\x7f]", escaped, code)


@cache
def leaflet_inline() -> str:
    """Leaflet's script and style sheet from its package, without a reference to any file."""
    folder = Path(leaflet.BASE_DIR)
    style = (folder / "leaflet.css").read_text(encoding="utf-8")
    style = re.sub(r"[^{}]*\{[^{}]*url\([^{}]*\}", "", style)
    return f"<style>{style}</style>\n<script>{leaflet_script()}</script>"


@cache
def leaflet_script() -> str:
    """Leaflet's code from its package."""
    script = (Path(leaflet.BASE_DIR) / "leaflet.js").read_text(encoding="utf-8")
    return re.sub(r"//# sourceMappingURL=.*", "", script)


@cache
def player_style() -> str:
    """The player's style sheets, all files in order."""
    folder = files("mapping.player")
    return "\n".join((folder / f"{name}.css").read_text(encoding="utf-8") for name in STYLES)


@cache
def player_code() -> str:
    """The player's own code, in the scope of one script."""
    return joined(files("mapping.player") / "js")
