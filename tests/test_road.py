"""Roads beneath the movements: computed, mapped, and asked of a router on the internet."""

from __future__ import annotations

import importlib.util
import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import unquote

import pytest

from mapping.__main__ import main
from mapping.basemap import online_route, terrain
from mapping.drawing.road import roads_of
from mapping.format.campaign import load_campaign
from tests.folders import write_broken

needs_routingpy = pytest.mark.skipif(
    importlib.util.find_spec("routingpy") is None, reason='needs pip install ".[route]"'
)


def write_routes(folder: Path, **lines: tuple[str, list[list[float]]]) -> None:
    features = [
        {
            "type": "Feature",
            "properties": {"route_id": name, "basis": basis, "source": "a test"},
            "geometry": {"type": "LineString", "coordinates": line},
        }
        for name, (basis, line) in lines.items()
    ]
    collection = {"type": "FeatureCollection", "features": features}
    (folder / "routes.geojson").write_text(json.dumps(collection), encoding="utf-8")


def test_a_mapped_road_stands_in_place_of_a_computed_one(tmp_path: Path) -> None:
    folder = write_broken(tmp_path / "tiny")
    whole = [[46.0, 34.0], [46.5, 34.1], [47.0, 34.0]]
    write_routes(
        folder,
        highway=("mapped", whole),
        computed=("terrain", [[47.0, 34.0], [46.5, 33.9], [46.01, 34.0]]),
        beyond=("terrain", [[47.0, 34.0], [47.4, 34.0]]),
    )
    roads = roads_of(load_campaign(folder))
    assert [(one.basis, one.points[0]) for one in roads] == [
        ("terrain", (34.0, 47.0)),
        ("mapped", (34.0, 46.0)),
    ]
    assert roads[0].points[-1] == (34.0, 47.4)


def test_without_a_table_of_the_road_it_is_what_forces_march(tmp_path: Path) -> None:
    campaign = load_campaign(write_broken(tmp_path / "tiny"))
    found = terrain.stretches_of_roads(campaign)
    assert {(start.place_id, end.place_id) for start, end, _ in found} >= {("alder", "birch")}
    assert len({frozenset((start.place_id, end.place_id)) for start, end, _ in found}) == len(found)


# --- asked of a router ---------------------------------------------------------------------


class Router(HTTPServer):
    """Speaks OSRM's protocol: a road with a bend, or what it was told to answer."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.asked: list[str] = []
        self.answer: bytes | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    server: Router

    def do_GET(self) -> None:
        self.server.asked.append(f"{self.path} {self.headers['User-Agent']}")
        found = re.search(r"/driving/([^?]+)", unquote(self.path))
        assert found
        (west, south), (east, north) = (map(float, one.split(",")) for one in found[1].split(";"))
        line = [[west, south], [(west + east) / 2, (south + north) / 2 + 0.1], [east, north]]
        road = {"geometry": {"type": "LineString", "coordinates": line}, "duration": 1}
        told = {"code": "Ok", "routes": [{**road, "distance": 1, "legs": []}]}
        body = json.dumps(told).encode() if self.server.answer is None else self.server.answer
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def router() -> Iterator[Router]:
    server = Router()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(online_route, "SHORTEST_DELAY_SECONDS", 0.0)
    return write_broken(tmp_path / "tiny")


def test_nothing_is_asked_without_a_word(
    folder: Path, router: Router, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["route", str(folder), "--server", router.address]) == 2
    assert "--online" in capsys.readouterr().err
    assert router.asked == []


@needs_routingpy
def test_a_road_is_asked_for_once_kept_and_credited(folder: Path, router: Router) -> None:
    ask = ["route", str(folder), "--online", "--server", router.address]
    assert main(ask) == 0
    asked = list(router.asked)
    assert asked and all(one.endswith(" campaign-map") for one in asked)
    campaign = load_campaign(folder)
    road = campaign.routes["alder-to-birch-road"]
    assert road.points == ((34.0, 46.0), (34.0, 46.0), (34.1, 46.5), (34.0, 47.0), (34.0, 47.0))
    assert road.basis == "mapped" and "© OpenStreetMap contributors" in road.source
    assert "highway" in campaign.routes, "what others drew stays"
    assert main(ask) == 0
    assert router.asked == asked
    assert load_campaign(folder).routes == campaign.routes


@needs_routingpy
@pytest.mark.parametrize(
    "answer",
    [
        b"<html>no</html>", b"[]", b'{"code":"NoRoute"}', b'{"code":"Ok","routes":[]}',
        b'{"code":"Ok","routes":[{"geometry":{"coordinates":[[1e999,0],[0,0]]},"duration":1,'
        b'"distance":1}]}',
        b'{"code":"Ok","routes":[{"geometry":{"coordinates":[[2,48],[3,49]]},"duration":1,'
        b'"distance":1}]}',
    ],
)  # fmt: skip
def test_an_answer_that_is_no_road_leaves_the_folder_as_it_was(
    answer: bytes, folder: Path, router: Router, capsys: pytest.CaptureFixture[str]
) -> None:
    router.answer = answer
    before = (folder / "routes.geojson").read_bytes()
    assert main(["route", str(folder), "--online", "--server", router.address]) == 2
    assert router.address in capsys.readouterr().err
    assert (folder / "routes.geojson").read_bytes() == before
