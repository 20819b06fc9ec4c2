"""Pictures and documents: what their files are, where they are shown, and what leaves with them."""

from __future__ import annotations

import io
import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, TiffImagePlugin

from mapping.checks import check_campaign
from mapping.drawing.media_pictures import MAX_DOCUMENT_BYTES, pictures_of
from mapping.drawing.scene import scene_payload
from mapping.export.kml import to_kml
from mapping.export.package import package_bytes
from mapping.export.site import write_site
from mapping.format.campaign import Campaign, load_campaign, read_campaign
from mapping.format.pictures import PictureError, clean_picture, inspect_picture
from mapping.intake.archive import pack, unpack
from tests.folders import Folder, write_broken
from tests.player import Show

HEADING = [
    "media_id", "row_ids", "kind", "file", "url", "title", "credit", "licence", "day", "source_id",
    "alt", "sensitive",
]  # fmt: skip
PLACE = (34.0, 7.0, 30.0)
"""Degrees, minutes and seconds, as EXIF holds them."""


def row(name: str, **cells: str) -> list[str]:
    """A row of media.csv about the battle, whole unless something else is said."""
    usual = {
        "media_id": name, "row_ids": "events/clash", "kind": "photo", "title": f"The {name}",
        "credit": "A. Painter", "licence": "CC0 1.0", "alt": "Two colours meet.",
    }  # fmt: skip
    return [(usual | cells).get(column, "") for column in HEADING]


def picture(known: str = "PNG", size: tuple[int, int] = (60, 40), **how: Any) -> bytes:
    """A picture of two colours."""
    image = Image.new("RGB", size, "#c2410c")
    image.paste("#0b5fa5", (size[0] // 2, 0, *size))
    stream = io.BytesIO()
    image.save(stream, known, **how)
    return stream.getvalue()


def with_place() -> bytes:
    """A photograph that says where it was taken."""
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: PLACE, 3: "E", 4: PLACE})
    exif[0x010E] = "SECRET"
    return picture("JPEG", exif=exif)


def write(folder: Path, files: dict[str, bytes], *rows: list[str]) -> Path:
    """The tiny campaign with these pictures and rows."""

    def add(tiny: Folder) -> None:
        tiny.tables["media"] = [HEADING, *rows]
        steps = ["order", "day", "headline", "row_ids"]
        tiny.tables["steps"] = [
            steps, ["3", "1988-07-24", "The march", "movements/march"],
            ["4", "1988-07-25", "The battle", "events/clash"],
        ]  # fmt: skip

    write_broken(folder, add)
    (folder / "media").mkdir()
    for name, content in files.items():
        (folder / "media" / name).write_bytes(content)
    return folder


def found(folder: Path) -> set[tuple[str, str]]:
    """What the check says of pictures: rule and severity."""
    problems = check_campaign(folder)
    return {(one.rule, one.severity) for one in problems if "media" in one.file}


def huge_tiff() -> bytes:
    """The head of a TIFF of 100,000 by 100,000 pixels, which has none of them."""
    tags = {256: 100_000, 257: 100_000, 258: 8, 259: 1, 262: 1, 273: 8, 277: 1, 278: 1, 279: 1}
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags.items())
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + b"\0" * 4


def bomb_png() -> bytes:
    """A PNG that unpacks to 9,000 by 9,000 pixels out of some kilobytes."""

    def part(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", 9_000, 9_000, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", b"") + part(b"IEND", b"")


# --- what the files are --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("drawing.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script>x()</script></svg>",
         "markup"),
        ("page.png", b"\n<!DOCTYPE html><script>x()</script>", "markup"),
        ("wide.tiff", huge_tiff(), "million pixels"),
        ("bomb.png", bomb_png(), "pixels"),
        ("half.jpg", picture("JPEG", (900, 900))[:2_000], "no picture"),
        ("paper.png", b"%PDF-1.7", "give the url"),
        ("empty.gif", b"", "no picture"),
        ("gone.png", None, "no such file"),
    ],
)  # fmt: skip
def test_what_is_no_picture_is_refused_by_name_and_shown_nowhere(
    name: str, content: bytes | None, says: str, tmp_path: Path
) -> None:
    files = {} if content is None else {name: content}
    folder = write(tmp_path / "tiny", files, row("thing", file=name))
    [problem] = [one for one in check_campaign(folder) if one.rule == "media-file"]
    assert (problem.severity, problem.found) == ("error", name)
    assert says in f"{problem.message} {problem.mend}"
    campaign = load_campaign(folder)
    assert pictures_of(campaign) == {}
    assert f"media/{name}".encode() not in package_bytes(campaign)
    assert [one["picture"] for one in scene_payload(campaign)["media"]] == [None]


@pytest.mark.parametrize("name", ["../tiny.png", "/etc/passwd.png", "a\\b.png", "a.svg", "a.png/b"])
def test_a_path_outside_is_no_file_name(name: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "tiny", {}, row("thing", file=name))
    campaign, problems = read_campaign(folder)
    assert campaign is None
    assert [(one.column, one.found) for one in problems] == [("file", name)]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(picture())
    folder = write(tmp_path / "tiny", {}, row("thing", file="in.png"))
    os.symlink(secret, folder / "media" / "in.png")
    assert ("media-file", "error") in found(folder)
    with pytest.raises(PictureError, match="a link"):
        clean_picture(folder / "media" / "in.png")


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.gif", "a.tif"])
def test_a_place_in_a_picture_stays_at_home(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(with_place())
    assert inspect_picture(path).has_place
    folder = write(tmp_path / "tiny", {name: with_place()}, row("thing", file=name))
    assert found(folder) == {("media-place", "note")}
    path.write_bytes(clean_picture(path))
    clean = inspect_picture(path)
    assert (clean.has_place, clean.width, clean.height) == (False, 60, 40)
    assert b"SECRET" not in path.read_bytes()
    # What is handed on once more is the same.
    assert name == "a.tif" or clean_picture(path) == path.read_bytes()


def test_what_a_picture_tells_besides_leaves_it(tmp_path: Path) -> None:
    info = TiffImagePlugin.ImageFileDirectory_v2()
    info[270] = "SECRET"
    for name, content in {
        "a.gif": picture("GIF", comment=b"SECRET"), "a.tif": picture("TIFF", tiffinfo=info),
        "a.png": picture() + b"<html>SECRET",
    }.items():  # fmt: skip
        path = tmp_path / name
        path.write_bytes(content)
        assert b"SECRET" not in clean_picture(path), name


# --- where they are shown ------------------------------------------------------------------


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    """A campaign with a picture, one that may disturb, a film elsewhere, and one of a step."""
    files = {"a.png": picture(size=(900, 600)), "b.jpg": with_place()}
    return load_campaign(write(
        tmp_path_factory.mktemp("media") / "tiny", files,
        row("sketch", file="a.png", day="1988-07-24", source_id="atlas"),
        row("grave", file="b.jpg", sensitive="yes"),
        row("film", kind="video", url="https://example.org/film"),
        row("plan", kind="map", file="a.png", row_ids="steps/3"),
    ))  # fmt: skip


def test_a_folder_with_pictures_has_no_fault(shown: Campaign) -> None:
    assert found(shown.folder) == {("media-place", "note")}


def test_the_player_gets_them_with_rows_and_steps(shown: Campaign, mersad: Campaign) -> None:
    sent = {one["title"]: one for one in scene_payload(shown)["media"]}
    assert (
        sent["The sketch"]["rows"] == ["events/clash"] and sent["The sketch"]["day"] == "1988-07-24"
    )
    assert sent["The plan"]["steps"] == [0] and not sent["The plan"]["rows"]
    assert sent["The grave"]["sensitive"] and sent["The film"]["picture"] is None
    assert sent["The sketch"]["picture"][1:] == (900, 600)
    assert scene_payload(mersad)["media"] == []


def test_many_pictures_are_made_smaller_until_all_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noise = Image.effect_noise((1200, 800), 90)
    noise.save(tmp_path / "noise.png")
    content = (tmp_path / "noise.png").read_bytes()
    rows = [row(f"n{number}", file="noise.png") for number in range(3)]
    folder = write(tmp_path / "tiny", {"noise.png": content}, *rows)
    monkeypatch.setattr("mapping.drawing.media_pictures.MAX_DOCUMENT_BYTES", 600_000)
    sent = pictures_of(load_campaign(folder))
    assert MAX_DOCUMENT_BYTES == 8_000_000
    assert len(sent) == 3 and sum(len(address) for address, _, _ in sent.values()) <= 600_000
    assert 100 < sent["n0"][1] < 1200


@pytest.fixture(scope="module")
def large_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site over a campaign whose pictures are more than a document takes."""
    place = tmp_path_factory.mktemp("large")
    stream = io.BytesIO()
    Image.effect_noise((500, 300), 90).save(stream, "PNG")
    rows = [row(f"n{number}", file="noise.png") for number in range(3)]
    folder = write(place / "tiny", {"noise.png": stream.getvalue()}, *rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mapping.drawing.media_pictures.MAX_DOCUMENT_BYTES", 100_000)
        write_site([load_campaign(folder)], place / "site")
    return place / "site" / "tiny"


def test_a_site_has_pictures_beside_it_that_are_too_large_for_its_document(
    large_site: Path,
) -> None:
    for number in range(3):
        picture = inspect_picture(large_site / f"picture-n{number}.jpg")
        assert (picture.width, picture.height) == (500, 300)
    document = (large_site / "index.html").read_text(encoding="utf-8")
    assert '"picture":["picture-n2.jpg",500,300]' in document and '"pictures":"beside"' in document
    assert "img-src data: blob: 'self'" in document
    assert document.count("data:image/jpeg") == 0
    marker = (large_site.parent / "campaign-site.json").read_text(encoding="utf-8")
    assert "tiny/picture-n0.jpg" in marker


def test_kml_names_them_with_credit_and_licence(shown: Campaign) -> None:
    kml = to_kml(shown)
    assert "The grave: photo; Two colours meet.; A. Painter; CC0 1.0" in kml
    assert "https://example.org/film" in kml


def test_package_and_zip_hold_them_and_open_again(shown: Campaign, tmp_path: Path) -> None:
    content = package_bytes(shown)
    for number, data in enumerate((content, pack(shown.folder, "tiny"))):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert not unpack(data, folder)
        again = load_campaign(folder)
        assert again.media == shown.media
        assert scene_payload(again)["media"][0] == scene_payload(shown)["media"][0]
    assert package_bytes(load_campaign(tmp_path / "0")) == content
    assert not inspect_picture(tmp_path / "0" / "media" / "b.jpg").has_place


@pytest.mark.parametrize(
    ("cells", "rules"),
    [
        ({"row_ids": "events/nothing"}, {("media-row", "warning")}),
        ({"row_ids": ""}, {("media-row", "warning")}),
        ({"kind": "video", "url": ""}, {("media-nothing", "warning")}),
        ({"file": "", "url": ""}, {("media-nothing", "warning"), ("media-unused", "note")}),
        ({"row_ids": "movements/march;steps/4"}, set()),
    ],
)
def test_a_row_that_does_not_fit_is_said(
    cells: dict[str, str], rules: set[tuple[str, str]], tmp_path: Path
) -> None:
    folder = write(
        tmp_path / "tiny", {"a.png": picture()}, row("thing", **{"file": "a.png"} | cells)
    )
    assert found(folder) == rules


# --- in the browser ------------------------------------------------------------------------


def test_a_press_shows_it_large_and_escape_leads_back(
    show: Show, shown: Campaign, player_file: Callable[[Campaign], Path]
) -> None:
    page = show(player_file(shown))
    page.evaluate("campaignPlayer.seek('1988-07-24')")
    small = page.locator("[data-row='events/clash'] .cm-media-open")
    assert small.count() == 2
    film = page.locator("[data-row='events/clash'] .cm-media a", has_text="The film")
    assert film.get_attribute("rel") == "noopener noreferrer"
    blurs = [
        one.evaluate("node => getComputedStyle(node.firstChild).filter") for one in small.all()
    ]
    assert blurs[0] == "none" and "blur" in blurs[1]
    small.nth(1).focus()
    page.keyboard.press("Enter")
    large = page.locator("dialog.cm-media-dialog[open]")
    assert large.locator("img").evaluate("node => getComputedStyle(node).filter") == "none"
    assert "A. Painter · CC0 1.0" in large.inner_text()
    day = page.evaluate("campaignPlayer.day")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    large.wait_for(state="detached")
    assert page.evaluate("campaignPlayer.day") == day
    assert small.nth(1).evaluate("node => node === document.activeElement")
    page.evaluate("campaignPlayer.step(1)")
    assert page.locator(".cm-card .cm-media figcaption").inner_text().startswith("The plan")
    page.emulate_media(media="print")
    printed = page.locator(".cm-print-media")
    printed.first.wait_for(state="attached")
    assert printed.locator("img").count() == 2
    assert "The grave" in " ".join(printed.all_inner_texts())
    page.emulate_media(media="screen")


def test_pictures_beside_a_page_are_seen_from_a_disk_and_it_says_so(
    show: Show, large_site: Path
) -> None:
    page = show(large_site / "index.html")
    page.evaluate("campaignPlayer.seek('1988-07-24')")
    image = page.locator("[data-row='events/clash'] .cm-media-open img").first
    wait = "node => node.decode().then(() => node.naturalWidth)"
    assert image.evaluate(wait) == 500
    page.get_by_role("tab", name="About").click()
    assert "as files beside this page" in page.locator(".cm-player").inner_text()
