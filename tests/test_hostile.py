"""Folders from strangers: no template is run, no file outside is read, every size is bounded."""

from __future__ import annotations

import base64
import json
import os
import re
import threading
import tomllib
from collections.abc import Callable, Iterator
from functools import partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from typing import Any

import pytest

from mapping.basemap import attribution, tile_layers, towns
from mapping.basemap.ground_files import GroundError, picture_size
from mapping.basemap.layers import ground_layers
from mapping.checks import check_campaign
from mapping.drawing.address import FIELDS
from mapping.format.campaign import MAX_ENTRIES, load_campaign, read_campaign
from mapping.format.campaign.head import MAX_HEAD
from mapping.format.problems import Problem
from mapping.page.folders import OpenFolder, fingerprint, title_of
from mapping.player import campaign_document
from mapping.player.embed import page_module
from tests.conftest import MERSAD
from tests.folders import Break, Folder, write_broken
from tests.player import OpenPage, wait_in

RUN = "{{ 7*191 }}{% raise %}"
RAN = str(7 * 191)
MARKUP = "<img src=x onerror=window.hacked=1>"
SHAPE: dict[str, Any] = {"kind": "lines", "decimals": 2, "parts": [[[4600, 3400, 50, 10]]]}
LAYER: dict[str, Any] = {
    "id": "river", "kind": "lines", "file": "river.json", "class": "ground-river",
}  # fmt: skip
PICTURE: dict[str, Any] = {
    "id": "relief", "kind": "picture", "file": "relief.webp", "class": "ground-relief",
    "bounds": [[33, 45], [35, 47]],
}  # fmt: skip
WEBP = (MERSAD / "ground" / "relief-detail.webp").read_bytes()


def write_ground(folder: Path, layer: Any = LAYER, shape: Any = SHAPE, **rest: Any) -> Path:
    """A tiny campaign with a ground of one layer; `rest` are other values of the manifest."""
    write_broken(folder)
    ground = folder / "ground"
    ground.mkdir()
    manifest = {"layers": [layer], "towns": "towns.json", "attribution": ["Somebody"], **rest}
    (ground / "ground.json").write_text(json.dumps(manifest), encoding="utf-8")
    (ground / "river.json").write_text(json.dumps(shape), encoding="utf-8")
    (ground / "relief.webp").write_bytes(WEBP)
    (ground / "towns.json").write_text("[]", encoding="utf-8")
    return folder


def draw(folder: Path) -> str:
    return campaign_document(load_campaign(folder))


# --- the ground of a campaign --------------------------------------------------------------


def test_a_ground_that_fits_is_drawn(tmp_path: Path) -> None:
    assert "4600,3400,50,10" in draw(write_ground(tmp_path / "lines"))
    assert base64.b64encode(WEBP).decode() in draw(write_ground(tmp_path / "relief", PICTURE))


def test_nothing_else_in_a_shape_file_reaches_the_page(tmp_path: Path) -> None:
    document = draw(write_ground(tmp_path / "tiny", shape={**SHAPE, "more": RUN}))
    assert RAN not in document and RUN not in document


@pytest.mark.parametrize(
    "layer",
    [
        {**LAYER, "class": RUN},
        {**LAYER, "class": 'ground-x" onload="'},
        {**LAYER, "class": "leaflet-control"},
        {**LAYER, "class": []},
        {**LAYER, "id": RUN},
        {**LAYER, "file": "../campaign.json"},
        {**LAYER, "file": "../../../../etc/passwd"},
        {**LAYER, "file": "/etc/passwd"},
        {**LAYER, "file": "nothing.json"},
        {**LAYER, "kind": RUN},
        {**LAYER, "smooth": RUN},
        {**LAYER, "least_zoom": float("nan")},
        {**PICTURE, "bounds": [[RUN, 45], [35, 47]]},
        {**PICTURE, "bounds": [[float("-inf"), 45], [35, 1e999]]},
        {**PICTURE, "bounds": []},
        {**PICTURE, "file": "river.json"},
        {},
        None,
    ],
)
def test_a_layer_that_does_not_fit_is_one_message(layer: Any, tmp_path: Path) -> None:
    folder = write_ground(tmp_path / "tiny", layer)
    with pytest.raises(GroundError, match="python -m mapping basemap") as caught:
        draw(folder)
    assert RAN not in str(caught.value)
    opened = OpenFolder(folder)
    assert opened.campaign is None
    assert "ground" in {problem.rule for problem in opened.problems}


@pytest.mark.parametrize(
    "change",
    [
        {"kind": RUN},
        {"decimals": RUN},
        {"decimals": 10**9},
        {"parts": RUN},
        {"parts": [[[RUN, RUN]]]},
        {"parts": [[[1, 2, 3]]]},
        {"parts": [[]]},
        {"parts": [[[10**300, 1]]]},
        {"parts": [[[1.5, float("nan")]]]},
        {"kind": "dots", "parts": []},
    ],
)
def test_a_shape_that_does_not_fit_is_one_message(change: Any, tmp_path: Path) -> None:
    with pytest.raises(GroundError):
        draw(write_ground(tmp_path / "tiny", shape={**SHAPE, **change}))


@pytest.mark.parametrize("text", ["[" * 100_000, "9" * 5_000, "null", "\ud800", '{"layers": 1}'])
def test_a_manifest_that_is_none_is_one_message(text: str, tmp_path: Path) -> None:
    folder = write_ground(tmp_path / "tiny")
    (folder / "ground" / "ground.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(GroundError):
        draw(folder)
    problems = check_campaign(folder)
    assert [(one.rule, one.file) for one in problems] == [("ground", "ground/ground.json")]


def test_only_still_pictures_of_a_bounded_size_are_drawn(tmp_path: Path) -> None:
    assert picture_size(WEBP) == (1818, 1349)
    huge = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + b"\xff\x3f\0\xff\x3f\0"
    moving = huge[:20] + b"\x02" + huge[21:]
    assert picture_size(huge) == (16384, 16384)
    assert picture_size(moving) == picture_size(b"<svg onload=alert(1)>" * 9) == (0, 0)
    for number, data in enumerate((huge, moving, b"<svg onload=alert(1)>" * 9, b"")):
        folder = write_ground(tmp_path / str(number), PICTURE)
        (folder / "ground" / "relief.webp").write_bytes(data)
        with pytest.raises(GroundError, match=r"relief\.webp"):
            draw(folder)


@pytest.mark.parametrize("name", [7, "\ud800", "x" * 10_000])
def test_towns_are_texts_and_points(name: Any, tmp_path: Path) -> None:
    folder = write_ground(tmp_path / "tiny")
    town = {"name": name, "lat": 34.2, "lon": 46.5, "rank": 1}
    (folder / "ground" / "towns.json").write_text(json.dumps([town]), encoding="utf-8")
    with pytest.raises(GroundError):
        towns(folder / "ground")


def test_credits_of_a_ground_are_texts(tmp_path: Path) -> None:
    folder = write_ground(tmp_path / "tiny", attribution=[MARKUP + RUN])
    assert attribution(folder / "ground") == MARKUP + RUN
    document = draw(folder)
    assert MARKUP not in document and RAN not in document
    with pytest.raises(GroundError):
        ground_layers(write_ground(tmp_path / "other", attribution=[[]]) / "ground")


def test_no_link_in_a_ground_is_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.json"
    secret.write_text(json.dumps(SHAPE), encoding="utf-8")
    folder = write_ground(tmp_path / "tiny")
    (folder / "ground" / "river.json").unlink()
    (folder / "ground" / "river.json").symlink_to(secret)
    other = write_broken(tmp_path / "other")
    (other / "ground").symlink_to(folder / "ground")
    with pytest.raises(GroundError, match="is not a file"):
        ground_layers(folder / "ground")
    # Not even read: building the ground anew would write through the link.
    for linked in (folder, other):
        campaign, problems = read_campaign(linked)
        assert campaign is None
        assert [problem.rule for problem in problems] == ["ground"]


# --- the files of a campaign ---------------------------------------------------------------


@pytest.mark.parametrize("name", ["figures.csv", "campaign.toml", "routes.geojson"])
def test_no_link_out_of_the_folder_is_read(name: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("password=12345\n", encoding="utf-8")
    folder = write_broken(tmp_path / "tiny")
    (folder / name).unlink()
    (folder / name).symlink_to(secret)
    problems = OpenFolder(folder).problems
    assert "leads out of the folder" in {problem.message for problem in problems}
    assert "12345" not in "".join(map(str, problems)) + title_of(folder)


@pytest.mark.parametrize("control", ["\x1b[31m", "\x07", "\x9b", "\x7f"])
def test_a_terminal_gets_no_commands(control: str, tmp_path: Path) -> None:
    def spoil(folder: Folder) -> None:
        folder.tables["events"][0].append(f"column{control}")
        folder.head = folder.head.replace("A tiny campaign", f"A \\u{ord(control[0]):04x}[31m")

    campaign, problems = read_campaign(write_broken(tmp_path / "tiny", spoil))
    assert campaign is None
    assert {problem.file for problem in problems} >= {"events.csv", "campaign.toml"}
    assert control not in "".join(map(str, problems))


@pytest.mark.parametrize(
    "head",
    [
        "x" + ".a" * 200_000 + " = 1\n",
        "[" + "a . " * 50_000 + "b]\n",
        'x = {"a"' + '."a"' * 50_000 + " = 1}\n",
        r'"\"".' * 2_000 + "x = 1\n",
        "x" * 900_000 + " = 1\n",
        "# " + "x" * 2_000_000 + "\n",
        "x = " + "{a = " * 20_000,
    ],
)
def test_toml_takes_no_time(head: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python's reader takes as long as the square of a key with many dots: it is given none."""
    given: list[str] = []

    def read(text: str, read: Any = tomllib.loads) -> Any:
        given.append(text)
        return read(text)

    monkeypatch.setattr(tomllib, "loads", read)

    def spoil(folder: Folder) -> None:
        folder.head = head + folder.head

    folder = write_broken(tmp_path / "tiny", spoil)
    read_campaign(folder)
    title_of(folder)
    assert all(len(text) <= MAX_HEAD and text.count(".") < 1_000 for text in given)


def test_lists_are_bounded(tmp_path: Path) -> None:
    def spoil(folder: Folder) -> None:
        more = (f'\n[[accounts]]\nid = "a{one}"\ntitle = "t"\n' for one in range(MAX_ENTRIES))
        folder.head += "".join(more)
        folder.head = folder.head.replace('["heroic"', "[" + '"x", ' * 300 + '"y"')
        choices = ",".join(["1988-07-24"] * 1_000)
        folder.set("events", 2, "starts", f"[{choices}]")

    _, problems = read_campaign(write_broken(tmp_path / "tiny", spoil))
    assert {"accounts", "avoid_words", "starts"} <= {problem.column for problem in problems}


def test_a_cell_of_a_megabyte_is_one_message(tmp_path: Path) -> None:
    """None of those that look for slips in a cell is given it."""

    def spoil(folder: Folder) -> None:
        folder.set("events", 2, "title", "x" * 60_000)
        folder.set("events", 2, "place_ids", "a;" * 30_000)
        folder.set("events", 3, "place_ids", ";" * 1_000 + ",a")

    _, problems = read_campaign(write_broken(tmp_path / "tiny", spoil))
    assert [(one.row, one.column, one.mend) for one in problems[:3]] == [
        (2, "place_ids", "shorten it: it has 60,000 characters"),
        (2, "title", "shorten it: it has 60,000 characters"),
        (3, "place_ids", "shorten the list"),
    ]


def test_many_days_take_no_time(tmp_path: Path) -> None:
    def spoil(folder: Folder) -> None:
        folder.head = folder.head.replace("1988-07-30", "1999-07-01")

    campaign = load_campaign(write_broken(tmp_path / "tiny", spoil))
    assert len(campaign.calendar) == 3_997
    assert campaign.calendar is campaign.calendar, "made once, however often it is looked at"


def too_much(tmp_path: Path, *breaks: Break) -> Problem:
    """The one problem of a folder that asks for more than can be told."""
    problems = check_campaign(write_broken(tmp_path / "tiny", *breaks))
    assert [problem.rule for problem in problems] == ["too-much"], problems
    return problems[0]


def test_what_every_day_would_list_is_bounded(tmp_path: Path) -> None:
    def spoil(folder: Folder) -> None:
        folder.head = folder.head.replace("1988-07-30", "1999-06-30")
        some_day = "[1988-07-22..1999-06-30]"
        for number in range(200):
            folder.add("events", f"more-{number}", "battle", some_day, "", "birch", "", "", "",
                       "certain", "A battle some day", "")  # fmt: skip

    problem = too_much(tmp_path, spoil)
    assert problem.file == "events.csv"
    assert "1,000,000" in problem.expected and "narrower spans" in problem.mend


def test_the_points_of_all_ways_are_bounded(tmp_path: Path) -> None:
    def spoil(folder: Folder) -> None:
        line = [[46 + number / 10_000, 34] for number in range(9_000)]
        folder.files["routes.geojson"] = json.dumps({"features": [{
            "geometry": {"type": "LineString", "coordinates": line},
            "properties": {"route_id": "highway"},
        }]})  # fmt: skip
        for number in range(4, 44):
            folder.add("waypoints", "march", str(number), "birch", "", "", "", "mapped", "highway")

    problem = too_much(tmp_path, spoil)
    assert problem.file == "waypoints.csv" and "300,000" in problem.expected


def test_names_of_files_need_not_be_text(tmp_path: Path) -> None:
    folder = write_broken(tmp_path / "tiny")
    os.mkdir(os.fsencode(folder) + b"/\xff\xfe")
    assert fingerprint(folder)


# --- what a document may do ----------------------------------------------------------------

STANDS = """async () => {
  while (!window.campaignPlayer?.settled) await new Promise(requestAnimationFrame);
}"""
"""Waits in the page: Playwright's own waiting runs a text as code, which the policy refuses."""

TRY = """async ([own, tileUrl]) => {
  const refused = new Set();
  addEventListener("securitypolicyviolation", (event) => refused.add(event.effectiveDirective));
  const script = document.createElement("script");
  script.textContent = "window.hacked = 1";
  document.body.append(script);
  document.body.insertAdjacentHTML("beforeend", '<img src="data:," onerror="window.hacked = 2">'
    + '<object data="https://example.org/x"></object><iframe src="https://example.org/"></iframe>'
    + '<base href="https://example.org/">');
  const asks = [() => fetch("https://example.org/"), () => fetch(own),
    () => new Promise((done, fail) => {
      const picture = new Image();
      [picture.onload, picture.onerror] = [done, fail];
      picture.src = "https://example.org/x.png";
    })];
  const got = [];
  for (const ask of asks) {
    try { await ask(); got.push("done"); } catch { got.push("refused"); }
  }
  setTimeout("window.hacked = 3");
  navigator.sendBeacon("https://example.org/", "x");
  await new Promise((done) => {
    const tile = new Image();
    tile.onload = tile.onerror = done;
    tile.src = tileUrl;
  });
  await new Promise((done) => setTimeout(done));
  return { got, hacked: window.hacked ?? null, base: document.baseURI.includes("example.org"),
    refused: [...refused].sort() };
}"""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Callable[[dict[str, str]], str]]:
    """Serve a few pages over HTTP, as any web server would; gives their address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()

        def serve(pages: dict[str, str]) -> str:
            for name, content in pages.items():
                (tmp_path / name).write_text(content, encoding="utf-8")
            return f"http://127.0.0.1:{server.server_port}"

        yield serve
        server.shutdown()


class Quiet(SimpleHTTPRequestHandler):
    """A web server that says nothing."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def framed(document: str) -> str:
    """A page of somebody else that shows the document, as the product's own page does."""
    icon = '<meta charset="utf-8"><link rel="icon" href="data:,">'
    return f'{icon}<iframe sandbox="allow-scripts" srcdoc="{escape(document)}"></iframe>'


@pytest.mark.parametrize("door", ["file", "site", "frame"])
def test_a_document_runs_its_own_scripts_and_asks_nobody(
    door: str, open_page: OpenPage, watch: Any, mersad_file: Path,
    served: Callable[[dict[str, str]], str],
) -> None:  # fmt: skip
    document = mersad_file.read_text(encoding="utf-8")
    home = served({"index.html": document, "around.html": framed(document)})
    page = open_page(bypass_csp=False)
    page.goto({"file": mersad_file.as_uri(), "site": home, "frame": f"{home}/around.html"}[door])
    inner = page.frames[-1] if door == "frame" else page
    inner.evaluate(STANDS)
    assert watch.errors == [], "the policy is in nobody's way"
    tile = tile_layers()[0]["url"].format(z=1, x=0, y=0)
    said = inner.evaluate(TRY, [home, tile])
    assert said["got"] == ["refused"] * 3 and said["hacked"] is None and not said["base"]
    wanted = {"script-src-elem", "script-src-attr", "script-src", "connect-src", "img-src",
              "frame-src", "base-uri"}  # fmt: skip
    assert wanted <= set(said["refused"])
    inner.evaluate("campaignPlayer.seek('1988-07-27')")
    inner.evaluate(STANDS)
    assert inner.locator(".cm-story").text_content()
    assert watch.outside == [tile], "the only address that could be asked"
    watch.clear()


def test_the_policy_names_the_tile_servers_and_no_other(mersad_file: Path) -> None:
    document = mersad_file.read_text(encoding="utf-8")
    policy = document.partition('Content-Security-Policy" content="')[2].partition('"')[0]
    named = re.findall(r"https?://[^ ;]+", policy)
    assert len(named) == len(tile_layers())
    for layer, server in zip(tile_layers(), named, strict=True):
        assert layer["url"].replace("{s}", "*").startswith(f"{server}/")
    scripts = policy.partition("script-src ")[2].partition(";")[0].split()
    assert len(scripts) == 4 and all(one.startswith("'sha256-") for one in scripts)
    assert document.index("Content-Security-Policy") < document.index("<script")


MESSAGES = r"""async (messages) => {
  const player = document.querySelector("iframe").contentWindow;
  for (const message of messages) player.postMessage(message, "*");
  const other = document.createElement("iframe");
  other.sandbox = "allow-scripts";
  const restore = {target: "campaign-player", command: "restore", state: {day: "1988-07-29"}};
  const all = JSON.stringify([...messages, restore]).replaceAll("<", "\\u003c");
  other.srcdoc = `<script>for (const one of ${all}) parent.frames[0].postMessage(one, "*");
    parent.postMessage("sent", "*")</` + "script>";
  const sent = new Promise((done) => addEventListener("message", (event) => {
    if (event.data === "sent") done();
  }));
  document.body.append(other);
  await sent;
}"""


def test_a_player_hears_only_the_page_around_it_and_only_what_has_a_form(
    open_page: OpenPage, mersad_file: Path, served: Callable[[dict[str, str]], str]
) -> None:
    page = open_page()
    document = mersad_file.read_text(encoding="utf-8")
    page.goto(f"{served({'around.html': framed(document)})}/around.html")
    frame = page.frames[-1]
    wait_in(frame, "window.campaignPlayer?.settled")
    before = frame.evaluate("campaignPlayer.day")
    own = {"target": "campaign-player"}
    page.evaluate(MESSAGES, [
        None, 1, "campaign-player", [], {}, {"target": "other", "command": "restore"},
        {**own, "command": "restore"}, {**own, "command": "restore", "state": "1988-07-27"},
        {**own, "command": "restore", "state": {"day": {"toString": "1988-07-27"}}},
        {**own, "command": "restore", "state": {"day": "1988-07-27" + "0" * 1_000_000}},
        {**own, "command": "restore", "state": {"day": "NaN", "at": "NaN,Infinity,1"}},
        {**own, "command": "scheme", "scheme": "<b>"}, {**own, "command": "scheme", "scheme": {}},
        {**own, "command": "page", "address": ["https://example.org/"]},
        {**own, "command": "page", "address": "javascript:alert(1)"},
        {**own, "command": "constructor"}, {**own, "command": "seek", "day": "1988-07-29"},
        *(_any_message(Random(number)) for number in range(400)),
    ])  # fmt: skip
    assert frame.evaluate("campaignPlayer.day") == before
    assert frame.evaluate("document.documentElement.dataset.shell ?? ''") != "page"
    page.evaluate(MESSAGES, [{**own, "command": "restore", "state": {"day": "1988-07-27"}}])
    wait_in(frame, "campaignPlayer.day === '1988-07-27'")


def _any_message(dice: Random) -> Any:
    """A message nearly of the right shape, with a value in it that no setting has."""
    odd: list[Any] = [
        None, True, -1, 1e308, [], {}, ["1988-07-29"], [["1988-07-29"]], {"0": "x"}, {"length": 3},
        "NaN", "__proto__", "\U0001f5e1", "x" * 3_000, "[1988-07-29]", "1988-07-29\n",
        "１９８８-07-29", {"day": "1988-07-29"},
    ]  # fmt: skip
    state = {dice.choice((*FIELDS, "__proto__", "constructor")): dice.choice(odd) for _ in range(3)}
    said = {"target": "campaign-player", "state": state, "scheme": dice.choice(odd)}
    said["command"] = dice.choice(
        ("restore", "scheme", "page", "change", "sketch", "here", dice.choice(odd))
    )
    if dice.random() < 0.3:
        said[dice.choice(("target", "state", "address", "parts", "key", "sketch"))] = dice.choice(
            odd
        )
    return said


HEARD = """async () => {
  const told = [];
  const say = (message) =>
    `<script>parent.postMessage(${JSON.stringify(message)}, "*")</` + "script>";
  const frames = [
    newFrame("player", say({ source: "campaign-player", event: "ready" })),
    newFrame("other words", say({ source: "other", event: "ready" })),
    newFrame("a text", say("campaign-player")),
    newFrame("with an origin", say({ source: "campaign-player", event: "ready" })),
  ];
  frames[3].removeAttribute("sandbox");
  const all = new Promise((done) => addEventListener("message", (event) => {
    const from = frames.findIndex((frame) => frame.contentWindow === event.source);
    if (heard(frames[from], event)) told.push(from);
    if (heard(frames[(from + 1) % 4], event)) told.push("another frame's");
    frames[from].dataset.done = "";
    if (frames.every((frame) => "done" in frame.dataset)) done();
  }));
  document.body.append(...frames);
  await all;
  return told;
}"""


def test_a_page_hears_only_its_own_players_frame(
    open_page: OpenPage, tmp_path: Path, served: Callable[[dict[str, str]], str]
) -> None:
    module = tmp_path / "listen.js"
    module.write_text("", encoding="utf-8")
    page = open_page()
    page.goto(f"{served({'around.html': '<link rel=icon href=data:,>'})}/around.html")
    assert page.evaluate(f"() => {{ {page_module(module)}\n return ({HEARD})(); }}") == [0]


# --- the page ------------------------------------------------------------------------------


def test_the_page_of_a_hostile_ground_says_what_is_wrong(
    start_app: Callable[..., str], page: Any, tmp_path: Path
) -> None:
    folder = write_ground(tmp_path / "tiny", {**LAYER, "file": "../../../../etc/passwd"})
    page.goto(f"{start_app(folder)}/?select=__proto__/x&account=__proto__&compare=constructor")
    page.locator("h1").wait_for()
    assert "cannot be drawn" in page.locator("h1").text_content()
    assert "ground/ground.json" in page.locator(".problems").text_content()
    assert page.locator("[data-testid=stException]").count() == 0


@pytest.mark.parametrize("charset", ["windows-1252", "utf-8", "shift_jis"])
def test_a_document_runs_in_a_page_of_any_encoding(
    open_page: OpenPage, mersad_file: Path, tmp_path: Path, charset: str
) -> None:
    """Its bytes are read otherwise there; what its policy lets run is found all the same."""
    document = escape(mersad_file.read_text(encoding="utf-8"), quote=True)
    host = tmp_path / "host.html"
    host.write_text(
        f'<!DOCTYPE html><meta charset="{charset}"><iframe style="width:900px;height:600px" '
        f'sandbox="allow-scripts" srcdoc="{document}"></iframe>',
        encoding="utf-8",
    )
    page = open_page()
    page.goto(host.as_uri())
    page.frame_locator("iframe").locator(".cm-thumb").wait_for()
