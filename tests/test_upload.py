"""Uploads: what is taken, what is refused, and that nothing of it stays or reaches anybody else."""

from __future__ import annotations

import asyncio
import csv
import gc
import io
import random
import shutil
import stat
import struct
import tempfile
import threading
import weakref
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from mapping.export import FORMATS
from mapping.export.package import package_bytes
from mapping.format.campaign import load_campaign
from mapping.format.csv_file import CONTROLS
from mapping.format.problems import Problem, to_csv
from mapping.intake.accept import KNOWN, MAX_FILES, MAX_LINES, UploadError, gather
from mapping.intake.archive import MAX_ARCHIVE_BYTES, MAX_ARCHIVE_MB, pack, unpack
from mapping.page import apart
from mapping.page.apart import MAX_SECONDS
from mapping.page.downloads import make_file
from mapping.page.ending import leave_nothing
from mapping.page.folders import OpenFolder
from mapping.page.settings import read_settings
from mapping.page.upload import Upload
from mapping.telling.citation import say_citation
from tests.conftest import MERSAD, ROOT, run_app
from tests.folders import Folder, write_broken
from tests.test_app import open_tab

OpenPage = Callable[..., Any]


class App(NamedTuple):
    """A running app, and the folder where it puts what is temporary."""

    url: str
    temporary: Path


Files = dict[str, bytes | str]
MARKUP = "<img src=x onerror=alert(1)><script>alert(2)</script>"
OUTSIDE = "https://example.org/![x](https://example.org/x.png)"


def make_zip(files: Files, **options: Any) -> bytes:
    """A zip with these files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


@pytest.fixture
def tiny(tmp_path: Path) -> Files:
    """The files of a campaign without a fault."""
    folder = write_broken(tmp_path / "tiny")
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """The empty folder that an upload is unpacked into; nothing may appear beside it."""
    folder = tmp_path / "around" / "target"
    folder.mkdir(parents=True)
    return folder


def refused(data: bytes, target: Path) -> str:
    """What is said of a zip that is refused, and of which nothing is written."""
    with pytest.raises(UploadError) as caught:
        unpack(data, target)
    assert not list(target.iterdir()) and list(target.parent.iterdir()) == [target]
    assert all(one.message and (one.mend or one.expected) for one in caught.value.problems)
    return str(caught.value)


# --- what is taken -------------------------------------------------------------------------


@pytest.mark.parametrize("top", ["", "tiny/", "Op. März/", "عملیات/"])
def test_a_zip_or_a_folder_in_it_is_the_campaign(top: str, tiny: Files, target: Path) -> None:
    clutter = {"__MACOSX/._tiny": b"x", f"{top}.DS_Store": b"x", f"{top}README.md": b"x"}
    folders = {top: b""} if top else {}
    data = make_zip({**folders, **{top + name: data for name, data in tiny.items()}, **clutter})
    assert unpack(data, target) == []
    assert {path.name: path.read_bytes() for path in target.iterdir()} == tiny
    assert load_campaign(target).title == "A tiny campaign"


def test_a_shipped_campaign_comes_back_as_it_went(target: Path) -> None:
    assert unpack(pack(MERSAD, "mersad-1988"), target) == []
    for path in MERSAD.rglob("*"):
        if path.is_file() and path.name != "LICENCES.md":
            assert (target / path.relative_to(MERSAD)).read_bytes() == path.read_bytes()


def test_a_data_package_can_be_uploaded(target: Path) -> None:
    assert unpack(package_bytes(load_campaign(MERSAD)), target) == []
    assert load_campaign(target).places == load_campaign(MERSAD).places


def test_only_files_of_the_format_are_packed(tmp_path: Path) -> None:
    folder = write_broken(tmp_path / "tiny")
    (folder / "secret.txt").write_text("secret")
    (folder / "figures.csv").unlink()
    (folder / "figures.csv").symlink_to(shutil.copy(folder / "secret.txt", tmp_path))
    with zipfile.ZipFile(io.BytesIO(pack(folder, "tiny"))) as archive:
        assert not {"tiny/secret.txt", "tiny/figures.csv"} & set(archive.namelist())
        assert "tiny/events.csv" in archive.namelist()


def test_what_is_left_out_or_read_otherwise_is_said(tiny: Files, target: Path) -> None:
    tiny["Events.CSV"] = tiny.pop("events.csv")
    notes = unpack(make_zip({**tiny, "photo.jpg": b"x", "movement.csv": b"x"}), target)
    said = "\n".join(map(str, notes))
    assert "Events.CSV: was read as events.csv" in said
    assert "photo.jpg: is no file of a campaign and was left out" in said
    assert "did you mean movements.csv?" in said
    assert (target / "events.csv").is_file() and not (target / "photo.jpg").exists()


def test_single_files_are_checked_as_a_zip_is(tiny: Files, target: Path) -> None:
    files = [(name, bytes(data)) for name, data in tiny.items()]  # type: ignore[arg-type]
    assert gather(files, target) == []
    assert load_campaign(target).title == "A tiny campaign"
    for more in ([files[0]], [("../x.csv", b"")], [("campaign.zip", b"")]):
        with pytest.raises(UploadError):
            gather([*files, *more], target)


@pytest.mark.parametrize("file", ["river.json", "elevation.npz", "ground.json"])
def test_a_ground_that_does_not_fit_is_left_out(file: str, target: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(MERSAD, tmp_path / "mersad")
    (folder / "ground" / file).write_text("{}")
    assert OpenFolder(folder).campaign is None
    notes = unpack(pack(folder, "mersad"), target)
    assert [one.file for one in notes] == [f"ground/{file}"]
    assert "left out" in notes[0].message and not (target / "ground").exists()


# --- what is refused -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "../events.csv", "a/../../events.csv", "/etc/events.csv", "C:/events.csv", "./events.csv",
        "..\\events.csv", "C:events.csv", "a//events.csv", "events.csv\x1b",
        "events\x00.csv", "more.zip", "a/events.csv.gz", "ground/../../../events.csv",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_the_folder(name: str, tiny: Files, target: Path) -> None:
    data = make_zip({**tiny, name.replace("\x00", "~"): b"x"})
    if "\x00" in name:
        # Python's own writer would cut the name there.
        data = data.replace(b"events~", b"events\0")
    shown = CONTROLS.sub("\N{REPLACEMENT CHARACTER}", name.replace("\\", "/"))
    assert refused(data, target).startswith(f"error: {shown}: ")


def test_a_zip_of_windows_with_backslashes_is_read(tiny: Files, target: Path) -> None:
    data = make_zip({f"river/{name}": content for name, content in tiny.items()})
    unpack(data.replace(b"river/", b"river\\"), target)
    assert {path.name for path in target.iterdir()} == set(tiny)


def with_entry(tiny: Files, **values: Any) -> bytes:
    """A zip whose events.csv has other values in its head."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in tiny.items():
            entry = zipfile.ZipInfo(name)
            if name == "events.csv":
                for attribute, value in values.items():
                    setattr(entry, attribute, value)
            archive.writestr(entry, content, values.get("compress_type", zipfile.ZIP_DEFLATED))
    return made.getvalue()


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK])
def test_links_and_devices_are_refused(kind: int, tiny: Files, target: Path) -> None:
    data = with_entry(tiny, external_attr=(kind | 0o777) << 16)
    assert "is a link or no file" in refused(data, target)


def test_unusual_packing_and_passwords_are_refused(tiny: Files, target: Path) -> None:
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        assert "unusual" in refused(with_entry(tiny, compress_type=method), target)
    data = bytearray(make_zip(tiny))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "is encrypted" in refused(bytes(data), target)


@pytest.mark.rest
def test_a_bomb_is_stopped_while_it_is_read(tiny: Files, target: Path) -> None:
    bomb = make_zip({**tiny, "events.csv": bytes(200_000_000)}, compresslevel=9)
    assert len(bomb) < 300_000
    assert "events.csv: is too large" in refused(bomb, target)
    # The same with a head that says it is small, and a small one that says it is 1 GB.
    for size, real in ((1_000, bomb), (2**30, make_zip(tiny))):
        lying = bytearray(real)
        entry = lying.rindex(b"events.csv") - 46
        struct.pack_into("<I", lying, entry + 24, size)
        assert refused(bytes(lying), target)
    nested = make_zip({"a/inner.zip": bomb})
    assert "archive inside" in refused(nested, target)
    many = {f"{name}.csv": bytes(19_000_000) for name in ("events", "movements", "sources")}
    assert "is too large" in refused(make_zip({**tiny, **many}), target)


def test_what_is_too_much_is_refused(tiny: Files, target: Path) -> None:
    many = make_zip({**tiny, **{f"{number}.txt": b"" for number in range(10_000)}})
    assert f"more than {MAX_FILES} files" in refused(many, target)
    assert "larger than 20 MB" in refused(b"PK\x03\x04" + bytes(MAX_ARCHIVE_BYTES), target)
    for end in ("\n", "\r"):
        rows = make_zip({**tiny, "events.csv": end * MAX_LINES})
        assert "lines" in refused(rows, target)


@pytest.mark.parametrize("data", [b"", b"PK\x05\x06" + bytes(18), b"<html>", b"PK\x03\x04", b"7z"])
def test_what_is_no_zip_is_refused(data: bytes, target: Path) -> None:
    assert refused(data, target)


@pytest.mark.rest
def test_no_damage_is_anything_but_a_message(tiny: Files, tmp_path: Path) -> None:
    whole, dice = make_zip(tiny), random.Random(7)
    for number in range(300):
        data = bytearray(whole)
        if number % 3 == 0:
            del data[dice.randrange(len(data)) :]
        for _ in range(dice.randrange(1, 6)):
            data[dice.randrange(len(data))] = dice.randrange(256) if data else 0
        folder = tmp_path / "around" / "one"
        folder.mkdir(parents=True)
        try:
            unpack(bytes(data), folder)
        except UploadError as error:
            assert error.problems and not list(folder.iterdir())
        assert {path.name for path in folder.iterdir()} <= {*KNOWN, "ground"}
        shutil.rmtree(tmp_path / "around")


def test_it_is_clear_which_campaign_is_meant(tiny: Files, target: Path) -> None:
    def under(top: str) -> Files:
        return {f"{top}/{name}": data for name, data in tiny.items()}

    assert "second campaign" in refused(make_zip({**under("a"), **under("b")}), target)
    assert "too deep" in refused(make_zip(under("a/b")), target)
    assert "no campaign" in refused(make_zip({"notes.txt": b"x"}), target)
    twice = make_zip({**tiny, "EVENTS.csv": b"x"})
    assert "capital" in refused(twice, target)
    assert "capital" in refused(make_zip({**tiny, "media/A.png": b"", "media/a.png": b""}), target)
    long = make_zip({**tiny, "media/" + "x" * 4_000 + ".png": b""})
    assert "left out" in str(unpack(long, target)[0])
    shutil.rmtree(target)
    target.mkdir()
    same = {**tiny, "media/\u00c5.png": b"", "media/\u212b.png": b""}
    assert "coded in two ways" in refused(make_zip(same), target)
    with pytest.warns(UserWarning, match="Duplicate name"):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            for _ in range(2):
                archive.writestr("campaign.toml", b"")
    assert "two files of the same name" in refused(made.getvalue(), target)


@pytest.mark.rest
@pytest.mark.parametrize("content", [b"\xff\xfe\x00bad", b"event_id\0,kind\n", b'"' * 1_001])
def test_bytes_that_are_no_text_are_a_problem_of_the_file(
    content: bytes, tiny: Files, temporary: Path
) -> None:
    upload = Upload([("tiny.zip", make_zip({**tiny, "events.csv": content}))])
    assert upload.opened is None
    assert "events.csv" in {one.file for one in upload.problems if one.severity == "error"}
    upload.remove()


# --- the folder of an upload ---------------------------------------------------------------


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, which must be empty afterwards."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@pytest.mark.rest
def test_an_upload_goes_with_everything_made_of_it(tiny: Files, temporary: Path) -> None:
    upload = Upload([("tiny.zip", make_zip(tiny))])
    assert upload.opened is not None and upload.opened.campaign is not None
    assert b"campaignPlayer" in upload.opened.document
    from mapping.drawing.scene import scene_payload
    from mapping.page.day import to_day
    from mapping.page.places import place_rows
    from mapping.telling.timeline import day_state

    campaign = upload.opened.campaign
    assert scene_payload(campaign) and place_rows(campaign)
    assert to_day(campaign, day_state(campaign, "1988-07-24", "north"))
    assert say_citation(campaign) and all(make_file(upload.opened, one) for one in FORMATS)
    kept = weakref.ref(campaign)
    assert len(list(temporary.iterdir())) == 1
    upload.remove()
    assert not list(temporary.iterdir())
    del campaign
    gc.collect()
    assert kept() is None


def test_what_is_worked_through_ends_with_the_server(temporary: Path) -> None:
    began = threading.Event()

    async def live() -> None:
        async with leave_nothing(None):
            await asyncio.to_thread(began.wait)

    with ThreadPoolExecutor(2) as others:
        asked = others.submit(apart.call_apart, "time:sleep", [300], lambda _: began.set())
        # In a thread without a loop: a browser's stays open in that of the tests.
        others.submit(asyncio.run, live()).result(timeout=30)
        with pytest.raises(apart.TooLongError):
            asked.result(timeout=30)
    assert not list(temporary.iterdir())


def test_what_takes_too_long_is_refused(
    tiny: Files, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "MAX_SECONDS", 0.01)
    with pytest.raises(UploadError, match="takes more than"):
        Upload([("tiny.zip", make_zip(tiny))])
    assert not list(temporary.iterdir())


def test_a_zip_and_other_files_are_not_mixed(tiny: Files, temporary: Path) -> None:
    with pytest.raises(UploadError, match="a zip and other files"):
        Upload([("tiny.zip", make_zip(tiny)), ("events.csv", b"")])
    assert not list(temporary.iterdir())


def test_the_server_has_the_same_limit() -> None:
    assert read_settings()["server.maxUploadSize"] == MAX_ARCHIVE_MB


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", " =1", "\r=1", "＝1"])
def test_no_cell_of_the_problems_is_a_formula(cell: str) -> None:
    problem = Problem(
        rule="cell",
        severity="error",
        file="events.csv",
        row=2,
        column=cell,
        message=cell,
        found=cell,
        expected=cell,
        mend=cell,
    )
    rows = list(csv.reader(io.StringIO(to_csv([problem]).decode("utf-8-sig"), newline="")))
    assert rows[0][:3] == ["rule", "severity", "file"]
    assert rows[1][:4] == ["cell", "error", "events.csv", "2"]
    assert rows[1][4:] == [f"'{cell}"] * 5


# --- the page ------------------------------------------------------------------------------


def show_data(page: Any, url: str) -> None:
    """Open the page at its tab "Data"."""
    page.goto(url)
    page.frame_locator("iframe").locator(".leaflet-container").first.wait_for()
    open_tab(page, "Data")
    page.get_by_text("rows checked").wait_for()


def choose(page: Any, *files: tuple[str, bytes]) -> None:
    """Choose files with the keyboard."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Upload", exact=True).focus()
        page.keyboard.press("Enter")
    chooser.value.set_files(
        [{"name": name, "mimeType": "", "buffer": data} for name, data in files]
    )


def upload(page: Any, *files: tuple[str, bytes]) -> str:
    """Choose files, and give what is said of them."""
    said = page.locator(".note[role=alert]")
    turn = int(said.get_attribute("data-turn")) if said.count() else 0
    choose(page, *files)
    page.wait_for_function(
        "turn => document.querySelector('.note[role=alert]')?.dataset.turn > turn",
        arg=turn,
        timeout=1_000 * MAX_SECONDS,
    )
    page.locator("[data-test-script-state=notRunning]").wait_for()
    return str(said.inner_text())


def wait_until(page: Any, is_so: Callable[[], bool]) -> None:
    """Wait for something outside the page."""
    for _ in range(100):
        if is_so():
            return
        page.wait_for_timeout(100)
    assert is_so()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """An app with one small campaign, and the folder where it puts what is temporary."""
    temporary = tmp_path_factory.mktemp("temporary")
    folder = write_broken(tmp_path_factory.mktemp("app") / "tiny")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TMPDIR", str(temporary))
        environment.setenv("STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL", "1")
        with run_app(folder) as url:
            yield App(url, temporary)


@pytest.fixture
def other(tmp_path: Path) -> bytes:
    """Another campaign than the app's own, as a zip."""

    def spoil(folder: Folder) -> None:
        folder.head = folder.head.replace("A tiny campaign", "Another campaign")

    return pack(write_broken(tmp_path / "other", spoil), "other")


def test_an_upload_is_the_readers_own_and_goes_with_them(
    app: App, open_page: OpenPage, other: bytes
) -> None:
    url, temporary = app
    page = open_page(accept_downloads=True)
    show_data(page, url)
    choose(page, ("other.zip", other))
    # It is shown though the map is pressed meanwhile.
    page.get_by_text("Unpacking").wait_for()
    page.frame_locator("iframe").first.get_by_role("button", name="Next day").click()
    page.get_by_title("Map of Another campaign").wait_for()
    page.wait_for_url("**campaign=uploaded*")
    page.locator(".note[role=alert]", has_text="can be drawn").wait_for()
    assert page.get_by_role("combobox", name="Campaign").input_value().endswith("(uploaded)")
    page.get_by_text("leads nobody else to it").wait_for()

    stranger = open_page()
    stranger.goto(f"{url}/?campaign=uploaded")
    stranger.get_by_text("Only they could see it").wait_for()
    stranger.get_by_role("heading", name="A tiny campaign", level=1).wait_for()
    assert stranger.get_by_role("combobox", name="Campaign").count() == 0

    assert len(list(temporary.iterdir())) == 1
    with page.expect_download() as download:
        page.get_by_role("button", name="The files as they are").click()
    assert download.value.suggested_filename == "tiny.zip"
    with zipfile.ZipFile(download.value.path()) as archive:
        assert b"Another campaign" in archive.read("tiny/campaign.toml")

    before = next(temporary.iterdir())
    upload(page, ("other.zip", other))
    assert len(list(temporary.iterdir())) == 1 and next(temporary.iterdir()) != before
    page.get_by_role("button", name="Remove the uploaded campaign").click()
    page.get_by_text("was removed").wait_for()
    page.get_by_title("Map of A tiny campaign").wait_for()
    assert not list(temporary.iterdir())
    assert "uploaded" not in page.url

    upload(page, ("other.zip", other))
    assert len(list(temporary.iterdir())) == 1
    page.context.close()
    wait_until(stranger, lambda: not list(temporary.iterdir()))


def test_a_broken_upload_is_a_table_of_problems(
    app: App, open_page: OpenPage, tmp_path: Path, other: bytes
) -> None:
    page = open_page(accept_downloads=True)
    show_data(page, app.url)
    broken = write_broken(tmp_path / "broken", lambda it: it.set("events", 2, "starts", "=A1"))
    assert "cannot be drawn" in upload(page, ("broken.zip", pack(broken, "broken")))
    problems = page.locator(".st-key-upload-problems")
    problems.get_by_role("cell", name="events.csv, row 2, starts").wait_for()
    with page.expect_download() as download:
        problems.get_by_role("button", name="Download the problems").click()
    assert b"'=A1" in download.value.path().read_bytes()
    page.get_by_title("Map of A tiny campaign").wait_for()

    # What else is refused, and why, is tried without a page above.
    assert "cannot be drawn" in upload(page, ("events.csv", b"event_id\n"))
    problems.get_by_role("cell", name="campaign.toml", exact=True).first.wait_for()
    files = [(path.name, path.read_bytes()) for path in (tmp_path / "other").iterdir()]
    assert "can be drawn" in upload(page, *files)
    assert problems.count() == 0

    large = tmp_path / "events.csv"
    with large.open("wb") as file:
        file.truncate(200_000_000)
    page.locator("input[type=file]").set_input_files(large)
    page.get_by_text("File must be 20.0MB or smaller").wait_for()


def test_text_of_an_upload_is_text_everywhere(app: App, page: Any, tmp_path: Path) -> None:
    def spoil(folder: Folder) -> None:
        folder.head = folder.head.replace("A tiny campaign", MARKUP).replace(
            'title = "The northern telling"',
            f'title = "{MARKUP}{OUTSIDE}"\nstandpoint = "{OUTSIDE}"',
        )
        for table, column in TEXT_CELLS:
            for row in range(2, len(folder.tables[table]) + 1):
                folder.set(table, row, column, f"{MARKUP} {OUTSIDE}")

    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    show_data(page, app.url)
    hostile = write_broken(tmp_path / "hostile", spoil)
    assert "can be drawn" in upload(page, ("hostile.zip", pack(hostile, "hostile")))
    frame = page.frame_locator("iframe")
    frame.locator(".leaflet-container").first.wait_for()
    for tab in ("This day", "Claims", "Places", "Data"):
        open_tab(page, tab)
        page.locator("[role=tabpanel]", has_text="<script>").first.wait_for()
        page.locator("[data-test-script-state=notRunning]").wait_for()
        assert page.locator(".stMain script, .stMain img, .stMain [onerror]").count() == 0
    late = pytest.importorskip("playwright.sync_api").TimeoutError
    # A run that ends closes the list again: it is opened until it stays.
    option = page.get_by_role("option", name="<script>alert(2)</script> (uploaded)")
    for _ in range(5):
        page.get_by_role("combobox", name="Campaign").click()
        with suppress(late):
            option.wait_for(timeout=4_000)
            break
        page.keyboard.press("Escape")
    assert option.is_visible()
    assert page.locator("[role=listbox] :is(img, script)").count() == 0
    assert frame.locator("img[src=x]").count() == 0
    assert dialogs == []


TEXT_CELLS = (
    ("sources", "title"), ("sources", "standpoint"), ("sources", "publisher"), ("places", "name"),
    ("forces", "name"), ("movements", "title"), ("movements", "summary"), ("events", "title"),
    ("events", "summary"), ("days", "headline"), ("days", "text"), ("questions", "title"),
    ("questions", "text"), ("answers", "answer"), ("answers", "note"), ("figures", "topic"),
    ("figures", "label"), ("figures", "note"), ("evidence", "locator"), ("evidence", "note"),
)  # fmt: skip


def test_without_any_campaign_one_can_be_uploaded_and_with_its_server_it_goes(
    open_page: OpenPage, tmp_path: Path, other: bytes, temporary: Path
) -> None:
    root = tmp_path / "app"
    root.mkdir()
    shutil.copy(ROOT / "app.py", root)
    for name in ("mapping", ".streamlit"):
        (root / name).symlink_to(ROOT / name)
    with run_app(root=root) as url:
        reader, maker = open_page(), open_page()
        reader.goto(url)
        reader.get_by_role("heading", name="There is no campaign to show").wait_for()
        assert "cannot be drawn" in upload(reader, ("some.zip", b"PK"))
        choose(reader, ("other.zip", other))
        reader.get_by_role("heading", name="Another campaign", level=1).wait_for(
            timeout=1_000 * MAX_SECONDS
        )
        reader.get_by_title("Map of Another campaign").wait_for()
        maker.goto(f"{url}/?desk=open")
        for label, words in (
            ("What it is called", "Natal"), ("First day", "12 October 1899"),
            ("Last day", "31 March 1900"), ("One side", "British"), ("The other side", "Boers"),
        ):  # fmt: skip
            maker.get_by_label(label).fill(words)
        maker.get_by_role("button", name="Begin").click()
        maker.get_by_role("radio", name="From a text").wait_for()
        assert len(list(temporary.iterdir())) == 2
        for page in (reader, maker):
            page.context.close()
    assert not list(temporary.iterdir())
