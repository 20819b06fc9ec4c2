"""What machines do: a disk that fills, somebody who stops an export, a folder nobody may write."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mapping.__main__ import main
from mapping.export import FORMATS
from mapping.export.site import write_site
from mapping.export.whole_file import write_whole
from mapping.format.campaign import load_campaign
from mapping.page import folders
from mapping.page.folders import last_whole, open_folder
from tests.conftest import ROOT
from tests.folders import Folder, write_broken
from tests.player import OpenPage

OLD = b"what lay there before"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are POSIX's")
Run = Callable[..., str]


@pytest.fixture
def run_on_a_full_disk(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command that is refused, and give what it says; its files can grow to 512 bytes, then
    the system refuses as a full disk does."""
    import resource

    def run(*words: str | Path) -> str:
        usual = resource.getrlimit(resource.RLIMIT_FSIZE)
        # What is over it is refused, not the end: Python ignores the signal.
        resource.setrlimit(resource.RLIMIT_FSIZE, (512, usual[1]))
        try:
            code = main([str(word) for word in words])
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, usual)
        said = capsys.readouterr().err
        assert code == 2, said
        return said

    return run


@POSIX
def test_a_disk_that_fills_leaves_the_old_file_and_nothing_half(
    tmp_path: Path, run_on_a_full_disk: Run
) -> None:
    folder = write_broken(tmp_path / "tiny")
    for one in FORMATS:
        out = tmp_path / one.option
        out.mkdir()
        file = out / f"map.{one.ending}"
        file.write_bytes(OLD)
        said = run_on_a_full_disk("export", folder, f"--{one.option}", file)
        assert f"{file} cannot be written: File too large" in said
        assert list(out.iterdir()) == [file] and file.read_bytes() == OLD
    said = run_on_a_full_disk("export", folder, "--site", tmp_path / "site")
    assert "cannot be written: File too large" in said
    assert not (tmp_path / "site").exists()


@POSIX
def test_ctrl_c_leaves_the_old_file_and_nothing_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_broken(tmp_path / "tiny")
    replace = os.replace

    def pressed(source: Path, target: Path) -> None:
        """Ctrl-C at the last moment: all is written, the name is not given yet."""
        signal.raise_signal(signal.SIGINT)
        replace(source, target)

    monkeypatch.setattr(os, "replace", pressed)
    for one in FORMATS:
        out = tmp_path / one.option
        out.mkdir()
        file = out / f"map.{one.ending}"
        file.write_bytes(OLD)
        assert main(["export", str(folder), f"--{one.option}", str(file)]) == 130
        assert capsys.readouterr().err == "stopped\n"
        assert list(out.iterdir()) == [file] and file.read_bytes() == OLD


def test_a_content_that_fails_midway_leaves_nothing(tmp_path: Path) -> None:
    def content() -> Iterator[bytes]:
        yield b"one half"
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        write_whole(tmp_path / "new" / "map.html", content())
    assert not list((tmp_path / "new").iterdir())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_device_is_written_to_and_a_link_stays_one(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space left"):
        write_whole(Path("/dev/full"), [b"x" * 100_000])
    assert Path("/dev/full").is_char_device()
    code = (
        "from pathlib import Path; from mapping.export.whole_file import write_whole;"
        "write_whole(Path('/dev/stdout'), [b'to a pipe'])"
    )
    done = subprocess.run((sys.executable, "-c", code), cwd=ROOT, capture_output=True, timeout=60)
    assert done.stdout == b"to a pipe"
    (tmp_path / "map").write_bytes(OLD)
    (tmp_path / "link").symlink_to("map")
    write_whole(tmp_path / "link", [b"new"])
    assert (tmp_path / "link").is_symlink() and (tmp_path / "map").read_bytes() == b"new"


def test_a_site_that_is_stopped_is_made_whole_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = load_campaign(write_broken(tmp_path / "tiny"))
    out = tmp_path / "site"
    replace = os.replace

    def pressed(source: Path, target: Path) -> None:
        if target.name == "index.html" and out.resolve() in target.parents:
            raise KeyboardInterrupt
        replace(source, target)

    def stop() -> None:
        with monkeypatch.context() as patch:
            patch.setattr(os, "replace", pressed)
            with pytest.raises(KeyboardInterrupt):
                write_site([campaign], out)

    stop()
    assert not out.exists(), "a new one is there whole or not at all"
    made = write_site([campaign], out)
    stop()
    assert not [path for path in out.rglob("*") if path.suffix == ".part"]
    assert all((out / name).is_file() for name in made)
    assert write_site([campaign], out) == made


@POSIX
@pytest.mark.parametrize("stands", [False, True])
def test_a_new_campaign_is_whole_or_not_there(
    stands: bool, tmp_path: Path, run_on_a_full_disk: Run
) -> None:
    """The disk takes 512 bytes of each file, fewer than a head has."""
    folder = tmp_path / "deep" / "new"
    if stands:
        folder.mkdir(parents=True)
    text = tmp_path / "text.txt"
    text.write_text("On 30 January 1900 Yule marched from Durban to Ladysmith.", encoding="utf-8")
    days = (
        "--title",
        "War of words " * 12,
        "--first-day",
        "1900-01-30",
        "--last-day",
        "1900-02-02",
    )
    for words in (("new", folder), ("draft", text, "--out", folder)):
        said = run_on_a_full_disk(*words, *days)
        assert "cannot be written: File too large" in said
        assert folder.is_dir() == stands
        assert not stands or not any(folder.iterdir())


def test_a_new_campaign_may_be_the_empty_folder_one_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    days = ["--title", "War", "--first-day", "1900-01-30", "--last-day", "1900-02-02"]
    assert main(["new", ".", *days]) == 0
    assert load_campaign(tmp_path).title == "War"
    assert not (tmp_path / ".new").exists()


def test_the_last_whole_state_of_a_folder_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, away = write_broken(tmp_path / "tiny"), tmp_path / "away"
    events = folder / "events.csv"
    rows = events.read_bytes()
    whole = open_folder(folder)
    assert last_whole(whole) is whole is open_folder(folder)
    for half in (rows[:-40], rows.replace(b"birch", b"b"), b""):
        events.write_bytes(half)
        now = open_folder(folder)
        assert now.campaign is None and last_whole(now) is whole
    events.unlink()
    events.mkdir()
    assert last_whole(open_folder(folder)) is whole
    folder.rename(away)
    assert last_whole(open_folder(folder)) is whole
    away.rename(folder)
    events.rmdir()
    events.write_bytes(rows)
    again = last_whole(open_folder(folder))
    assert again is not whole and again.campaign is not None


def set_title(folder: Folder, title: str) -> None:
    folder.head = folder.head.replace("A tiny campaign", title)


def test_what_is_read_without_a_name_in_the_address_stays(tmp_path: Path) -> None:
    """Another folder comes before it, and it goes."""
    from streamlit.testing.v1 import AppTest

    def run(data: str) -> None:
        from pathlib import Path

        from mapping.page.folders import find_folders
        from mapping.page.whole import show_page

        show_page(find_folders(Path(data)))

    def titles(page: Any) -> str:
        assert not page.exception
        return " ".join(one.proto.body for one in page.get("html"))

    data = tmp_path / "data"
    data.mkdir()
    read = write_broken(data / "b-tiny", lambda folder: set_title(folder, "What is read"))
    write_broken(data / "c-tiny", lambda folder: set_title(folder, "Another"))
    page = AppTest.from_function(run, args=(str(data),), default_timeout=60).run()
    first = titles(page)
    assert "What is read" in first and "last were whole" not in first
    write_broken(data / "a-tiny", lambda folder: set_title(folder, "One more"))
    assert "What is read" in titles(page.run())
    shutil.rmtree(read)
    gone = titles(page.run())
    assert "What is read" in gone and "last were whole" in gone


def test_a_file_that_was_held_shut_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program lets go of it, and neither its size nor its time has changed."""
    folder = write_broken(tmp_path / "tiny")
    with monkeypatch.context() as held:
        held.setattr(Path, "read_bytes", lambda _: (_ for _ in ()).throw(PermissionError(13, "No")))
        assert open_folder(folder).campaign is None
    assert open_folder(folder).campaign is None
    monkeypatch.setattr(folders, "AGAIN_SECONDS", 0.0)
    assert open_folder(folder).campaign is not None


WITHOUT_RIGHTS = ("setpriv", "--bounding-set=-dac_override,-dac_read_search",
                  "--inh-caps=-dac_override,-dac_read_search")  # fmt: skip
"""Who is root may read and write everything; so not even root."""


@POSIX
def test_a_folder_that_may_not_be_read_or_written_is_named(tmp_path: Path) -> None:
    is_root = os.geteuid() == 0
    if is_root and not shutil.which("setpriv"):
        pytest.skip("root may read everything, and there is no setpriv")
    folder = write_broken(tmp_path / "tiny")

    def say(*words: str) -> tuple[int, str]:
        line = (*(WITHOUT_RIGHTS if is_root else ()), sys.executable, "-m", "mapping", *words)
        done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=60)
        assert "Traceback" not in done.stderr
        return done.returncode, done.stdout + done.stderr

    folder.chmod(0o000)
    try:
        code, said = say("check", str(folder))
        assert code == 1 and "the folder may not be read" in said
        code, said = say("diff", str(folder), str(folder))
        assert code == 2 and said.startswith(f"{folder}/campaign.toml cannot be read")
        code, said = say("basemap", str(folder))
        assert code == 1 and "the folder may not be read" in said
    finally:
        folder.chmod(0o755)


ZONES = ("UTC", "Asia/Tehran", "Pacific/Kiritimati", "America/St_Johns")


@POSIX
def test_a_machine_of_any_zone_writes_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_broken(tmp_path / "tiny")
    written = set()
    try:
        for zone in ZONES:
            monkeypatch.setenv("TZ", zone)
            time.tzset()
            campaign = load_campaign(folder)
            written.add(tuple(one.to_bytes(campaign) for one in FORMATS))
    finally:
        monkeypatch.undo()
        time.tzset()
    assert len(written) == 1


NO_STORAGE = """for (const [on, name] of [[window, "localStorage"], [window, "sessionStorage"],
    [window, "indexedDB"], [window, "caches"], [Document.prototype, "cookie"]]) {
  const deny = () => { throw new DOMException("denied", "SecurityError"); };
  Object.defineProperty(on, name, { get: deny, set: deny });
}"""


@pytest.mark.parametrize(
    ("zone", "locale"), [(ZONES[2], "fa-IR-u-nu-arabext"), (ZONES[3], "ar-EG")]
)
def test_the_day_is_the_same_in_2038_in_any_zone_and_digits_and_without_storage(
    zone: str, locale: str, open_page: OpenPage, mersad_file: Path
) -> None:
    page: Any = open_page(timezone_id=zone, locale=locale, reduced_motion="reduce")
    page.add_init_script(NO_STORAGE)
    page.clock.set_fixed_time("2038-01-20T03:14:08Z")
    page.goto(f"{mersad_file.as_uri()}#day=1988-07-26")
    page.wait_for_function("window.campaignPlayer?.settled")
    slider = page.get_by_role("slider")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("campaignPlayer.settled && campaignPlayer.day === '1988-07-27'")
    said = slider.get_attribute("aria-valuetext")
    assert said.startswith("Wednesday 27 July 1988, 5 Mordad 1367")
