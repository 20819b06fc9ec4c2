"""What machines do: a disk that fills, somebody who stops an export, a folder nobody may write."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mapping.__main__ import main
from mapping.export import FORMATS
from mapping.export.site import write_site
from mapping.export.whole_file import write_whole
from mapping.format.campaign import load_campaign
from tests.conftest import ROOT
from tests.folders import write_broken

OLD = b"what lay there before"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are POSIX's")
LIMITED = """
import resource, signal, sys
from mapping.__main__ import main
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (512, 512))
sys.exit(main(sys.argv[1:]))
"""
"""A command line whose files can grow to 512 bytes, then the system refuses as a full disk does."""


@POSIX
def test_a_disk_that_fills_leaves_the_old_file_and_nothing_half(tmp_path: Path) -> None:
    folder = write_broken(tmp_path / "tiny")
    for one in FORMATS:
        out = tmp_path / one.option
        out.mkdir()
        file = out / f"map.{one.ending}"
        file.write_bytes(OLD)
        line = (sys.executable, "-c", LIMITED, "export", str(folder), f"--{one.option}", str(file))
        done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=60)
        assert done.returncode == 2, one.option
        assert f"{file} cannot be written: File too large" in done.stderr
        assert "Traceback" not in done.stderr
        assert list(out.iterdir()) == [file] and file.read_bytes() == OLD
    line = (sys.executable, "-c", LIMITED, "export", str(folder), "--site", str(tmp_path / "site"))
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert "cannot be written: File too large" in done.stderr
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

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", pressed)
        with pytest.raises(KeyboardInterrupt):
            write_site([campaign], out)
    assert not [path for path in out.rglob("*") if path.suffix == ".part"]
    made = write_site([campaign], out)
    assert all((out / name).is_file() for name in made)


@POSIX
@pytest.mark.parametrize("stands", [False, True])
def test_a_new_campaign_is_whole_or_not_there(stands: bool, tmp_path: Path) -> None:
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
    for words in (("new", str(folder)), ("draft", str(text), "--out", str(folder))):
        line = [sys.executable, "-c", LIMITED, *words, *days]
        ended = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=60)
        assert ended.returncode == 2, ended.stderr
        assert "cannot be written: File too large" in ended.stderr
        assert "Traceback" not in ended.stderr
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
