"""The film: its frames and its length, what its days show, and that nothing half is left."""

from __future__ import annotations

import io
import sys
from functools import partial
from itertools import repeat
from pathlib import Path

import pytest

from mapping.__main__ import main
from mapping.drawing.address import PlayerState
from mapping.export import film
from mapping.export.film import ENDINGS, FilmError, FilmPlan, make_film, plan_film
from mapping.export.still import take_still
from mapping.format.campaign import Campaign
from tests.conftest import MERSAD

DAYS = ("1988-07-26", "1988-07-27")


def small_plan(campaign: Campaign, file: Path, days: tuple[str, str] = DAYS) -> FilmPlan:
    return plan_film(campaign, file, PlayerState(), (640, 360), days, 0.5)


def test_a_film_of_all_days_lasts_half_a_minute(mersad: Campaign, tmp_path: Path) -> None:
    plan = plan_film(mersad, tmp_path / "mersad.mp4", PlayerState())
    assert plan.size == (1280, 720)
    assert len(plan.days) == 9
    assert plan.frames / plan.frames_a_second == pytest.approx(30, abs=0.5)


@pytest.mark.parametrize(
    ("file", "options", "says"),
    [
        ("map.avi", {}, "expected a name ending in"),
        ("map.mp4", {"size": (641, 360)}, "even width and height"),
        ("map.mp4", {"days": ("1988-07-26", "1989-01-01")}, "has no day 1989-01-01"),
        ("map.mp4", {"days": ("1988-07-27", "1988-07-26")}, "comes after the last"),
        ("map.mp4", {"seconds_a_day": 900.0}, "frames are more than"),
        ("map.mp4", {"state": PlayerState(account="nobody")}, "has no account"),
    ],
)
def test_what_cannot_be_filmed_is_said(
    mersad: Campaign, tmp_path: Path, file: str, options: dict[str, object], says: str
) -> None:
    given = {"state": PlayerState(), **options}
    with pytest.raises(FilmError, match=says):
        plan_film(mersad, tmp_path / file, **given)  # type: ignore[arg-type]


# The reader of imageio-ffmpeg leaves a pipe of its own open.
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.rest
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_film_has_its_frames_and_shows_its_days(
    mersad: Campaign, chromium: object, tmp_path: Path, ending: str
) -> None:
    imageio_ffmpeg = pytest.importorskip("imageio_ffmpeg")
    from PIL import Image, ImageChops, ImageStat

    file = tmp_path / f"film{ending}"
    # The pictures are looked at in one of them.
    plan = small_plan(mersad, file, DAYS if ending == ".mp4" else (DAYS[0], DAYS[0]))
    heard: list[int] = []
    make_film(mersad, file, plan, lambda number, _: heard.append(number))
    assert heard == list(range(1, plan.frames + 1))
    assert list(tmp_path.iterdir()) == [file]
    frames = imageio_ffmpeg.read_frames(str(file))
    size = next(frames)["source_size"]
    assert size == (640, 360)
    pictures = [Image.frombytes("RGB", size, frame) for frame in frames]
    assert len(pictures) == plan.frames
    if ending != ".mp4":
        return
    last_of_26 = round(2.5 * plan.frames_a_second) + plan.moving_frames + plan.resting_frames - 1
    for number, day in enumerate(DAYS):
        at = last_of_26 + number * (plan.moving_frames + plan.resting_frames)
        still = Image.open(io.BytesIO(take_still(mersad, PlayerState(day=day), size)))
        apart = ImageChops.difference(pictures[at], still.convert("RGB"))
        assert sum(ImageStat.Stat(apart).mean) / 3 < 4, day
        other = ImageChops.difference(pictures[0], still.convert("RGB"))
        assert sum(ImageStat.Stat(other).mean) / 3 > 12


FULL = """#!/bin/sh
for part; do :; done
head -c 100 > "$part"
echo 'No space left on device' >&2
exit 228
"""
"""An encoder whose disk is full after 100 bytes of its last argument."""


@pytest.mark.skipif(sys.platform == "win32", reason="a script for a shell")
@pytest.mark.parametrize("ending", ENDINGS)
def test_whoever_or_whatever_stops_it_keeps_what_was_there(
    mersad: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    """A full disk, Ctrl-C between two frames, and Ctrl-C when all of them were taken."""
    encoder, out = tmp_path / "encoder", tmp_path / "out"
    out.mkdir()
    file, link = out / f"film{ending}", out / f"link{ending}"
    file.write_bytes(b"an older film")
    link.symlink_to(file.name)
    monkeypatch.setattr(film, "_find_ffmpeg", lambda: str(encoder))
    monkeypatch.setattr(film, "_frames", lambda _, plan: repeat(b"x" * 70_000, plan.frames))
    plan = small_plan(mersad, link)

    def stop(at: int, number: int, _: int) -> None:
        if number == at:
            raise KeyboardInterrupt

    whole = FULL.replace("head -c 100", "cat").replace("228", "0")
    for last, script, ends in (
        (0, FULL, FilmError),
        (3, whole, KeyboardInterrupt),
        (plan.frames, whole, KeyboardInterrupt),
    ):
        encoder.write_text(script)
        encoder.chmod(0o755)
        with pytest.raises(ends, match="No space left" if ends is FilmError else None):
            make_film(mersad, link, plan, partial(stop, last))
        assert sorted(out.iterdir()) == [file, link], "nothing half lies there"
        assert file.read_bytes() == b"an older film"
    make_film(mersad, link, plan)
    assert link.is_symlink() and file.stat().st_size == 70_000 * plan.frames


def test_without_a_browser_it_says_what_to_install(
    mersad: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    pytest.importorskip("imageio_ffmpeg")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    assert main(["export", str(MERSAD), "--film", str(tmp_path / "film.mp4")]) == 2
    assert "needs Chromium or Chrome" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
