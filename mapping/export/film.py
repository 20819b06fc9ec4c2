"""A campaign as a film: the player's own pictures, one after the other, between two cards.

The frames are taken in an installed Chromium, driven by Playwright, and encoded by the ffmpeg of
`imageio-ffmpeg`; both come with the extra `film`. Each day moves through its hours and then rests
on the same picture that a still shows. Nothing is asked from the network.
"""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import Any, Literal
from urllib.parse import urlencode

from mapping.drawing.address import PlayerState, address_of, usual_values
from mapping.export.claim_text import passages_of
from mapping.export.still import StillError, browser_flags, check_still, find_chromium
from mapping.format.campaign import Campaign
from mapping.player import campaign_document
from mapping.telling.citation import say_attribution, say_citation, say_licence, say_source
from mapping.telling.outcomes import claims_of
from mapping.telling.translated import in_language
from mapping.type import type_css
from mapping.words.strings import USUAL, say

ENDINGS = {
    ".mp4": ["-c:v", "libx264", "-preset", "medium", "-crf", "20", "-pix_fmt", "yuv420p",
             "-movflags", "+faststart"],
    ".webm": ["-c:v", "libvpx-vp9", "-b:v", "0", "-crf", "32", "-row-mt", "1", "-pix_fmt",
              "yuv420p"],
    ".gif": ["-filter_complex", "split[a][b];[a]palettegen=stats_mode=diff[p];[b][p]paletteuse"],
}  # fmt: skip
"""What ffmpeg is told for each ending of a film's name."""
USUAL_SIZE = (1280, 720)
FRAMES_A_SECOND = {".mp4": 24, ".webm": 24, ".gif": 10}
TITLE_SECONDS, END_SECONDS = 2.5, 3.5
MOVING = 0.42
"""The share of a day's time in which its hours pass; for the rest it stands."""
USUAL_SECONDS = 24.0
"""The days of a film last so long together, if none of them is too short for that."""
LEAST_DAY, MOST_DAY = 0.2, 4.0
MOST_FRAMES = 20_000
MOST_SOURCES = 14
"""So many sources of the account stand on the last card, the most cited first; how many more there
are is said."""


class FilmError(Exception):
    """A film that cannot be made: what is missing, or what was asked for wrongly."""


@dataclass(frozen=True, slots=True)
class FilmPlan:
    """What a film shows: its size in pixels, the days from one to another, and how fast."""

    state: PlayerState
    size: tuple[int, int]
    days: tuple[str, ...]
    seconds_a_day: float
    frames_a_second: int
    dark: bool = False

    @property
    def moving_frames(self) -> int:
        """Frames of a day in which its hours pass."""
        return round(self.seconds_a_day * MOVING * self.frames_a_second)

    @property
    def resting_frames(self) -> int:
        """Frames of a day in which it stands."""
        return max(round(self.seconds_a_day * self.frames_a_second) - self.moving_frames, 1)

    @property
    def frames(self) -> int:
        """How many frames the whole film has."""
        cards = round(TITLE_SECONDS * self.frames_a_second)
        cards += round(END_SECONDS * self.frames_a_second)
        return cards + len(self.days) * (self.moving_frames + self.resting_frames)


def plan_film(
    campaign: Campaign,
    file: Path,
    state: PlayerState,
    size: tuple[int, int] = USUAL_SIZE,
    days: tuple[str, str] | None = None,
    seconds_a_day: float | None = None,
    *,
    dark: bool = False,
) -> FilmPlan:
    """What a film of these days will be; raises `FilmError` where it cannot be made so."""
    if file.suffix.lower() not in ENDINGS:
        raise FilmError(f"{file.name}: expected a name ending in {', '.join(ENDINGS)}")
    if any(side % 2 for side in size):
        raise FilmError(f"{size[0]}x{size[1]}: a film needs an even width and height")
    calendar = [day.isoformat() for day in campaign.calendar]
    first, last = days or (calendar[0], calendar[-1])
    for day in (first, last):
        if day not in calendar:
            raise FilmError(f"{campaign.title} has no day {day}: {calendar[0]} to {calendar[-1]}")
    wanted = tuple(day for day in calendar if first <= day <= last)
    if not wanted:
        raise FilmError(f"{first} to {last}: the first day comes after the last")
    seconds = seconds_a_day or min(max(USUAL_SECONDS / len(wanted), LEAST_DAY), MOST_DAY)
    plan = FilmPlan(state, size, wanted, seconds, FRAMES_A_SECOND[file.suffix.lower()], dark)
    if plan.frames > MOST_FRAMES:
        raise FilmError(f"{plan.frames} frames are more than {MOST_FRAMES}: fewer days or seconds")
    try:
        check_still(campaign, PlayerState(**{**state.to_dict(), "day": first}), size)
    except (StillError, ValueError) as error:
        raise FilmError(str(error)) from None
    return plan


def make_film(
    campaign: Campaign, file: Path, plan: FilmPlan, say: Callable[[int, int], None] | None = None
) -> None:
    """Write a film; `say` hears of each frame and of how many there are.

    The file appears when it is whole; whatever ends the work before leaves none, and what stood
    under the name stays. Raises `FilmError` when a program is missing or fails, and `OSError`.
    """
    stopped = Event()
    # Playwright refuses a thread in which an event loop runs, such as a notebook's.
    with ThreadPoolExecutor(1) as pool:
        work = pool.submit(_make_film, campaign, file, plan, say, stopped)
        try:
            work.result()
        except BaseException:
            stopped.set()
            raise


def _make_film(
    campaign: Campaign, file: Path, plan: FilmPlan, say: Callable[[int, int], None] | None,
    stopped: Event,
) -> None:  # fmt: skip
    ffmpeg = _find_ffmpeg()
    file = file.resolve()  # the name of a link stays one
    part = file.with_name(f".{file.stem}.part{file.suffix}")
    command = [
        ffmpeg, "-hide_banner", "-loglevel", "error", "-xerror", "-y", "-f", "image2pipe",
        "-c:v", "png", "-framerate", str(plan.frames_a_second), "-i", "-", "-an",
        *ENDINGS[file.suffix.lower()], str(part),
    ]  # fmt: skip
    part.touch()  # so that a folder nobody may write is named as such
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdin and process.stderr
    try:
        for number, picture in enumerate(_frames(campaign, plan), 1):
            if stopped.is_set():
                return
            process.stdin.write(picture)
            if say:
                say(number, plan.frames)
        process.stdin.close()
        complaint = process.stderr.read().decode(errors="replace").strip()
        if process.wait():
            raise FilmError(f"ffmpeg could not encode the film: {complaint or 'no reason given'}")
        if not stopped.is_set():
            part.replace(file)
    except BrokenPipeError:
        complaint = process.stderr.read().decode(errors="replace").strip()
        raise FilmError(f"ffmpeg could not encode the film: {complaint}") from None
    finally:
        process.kill()
        process.wait()
        process.stderr.close()
        with suppress(BrokenPipeError):
            process.stdin.close()
        part.unlink(missing_ok=True)


def _find_ffmpeg() -> str:
    try:
        import imageio_ffmpeg
        import playwright  # noqa: F401
    except ImportError as error:
        raise FilmError(
            f"a film needs {error.name}, which is not installed: pip install 'campaign-map[film]'"
        ) from None
    return str(imageio_ffmpeg.get_ffmpeg_exe())


def _frames(campaign: Campaign, plan: FilmPlan) -> Iterator[bytes]:
    """Every frame as PNG, in order."""
    from playwright.sync_api import Error, sync_playwright

    browser = find_chromium()
    if browser is None:
        raise FilmError(
            "a film needs Chromium or Chrome, and none is installed. Install one "
            "(Debian: apt-get install chromium), or name it in the environment variable CHROMIUM"
        )
    width, height = plan.size
    scheme: Literal["dark", "light"] = "dark" if plan.dark else "light"
    try:
        with TemporaryDirectory(prefix="film-") as folder, sync_playwright() as play:
            window = play.chromium.launch(executable_path=browser, args=browser_flags())
            page = window.new_page(
                viewport={"width": width, "height": height}, color_scheme=scheme,
                reduced_motion="reduce",
                # Playwright waits by running texts as code, which the document's policy refuses.
                bypass_csp=True,
            )  # fmt: skip
            page.set_content(_title_card(campaign, plan))
            yield from _standing(page, round(TITLE_SECONDS * plan.frames_a_second))
            document = Path(folder) / "map.html"
            document.write_text(campaign_document(campaign), encoding="utf-8")
            yield from _day_frames(campaign, plan, page, document, scheme)
            page.goto("about:blank")
            page.set_content(_end_card(campaign, plan))
            yield from _standing(page, round(END_SECONDS * plan.frames_a_second))
            window.close()
    except Error as error:
        raise FilmError(f"{browser} stopped: {error.message}") from None


def _day_frames(
    campaign: Campaign, plan: FilmPlan, page: Any, document: Path, scheme: str
) -> Iterator[bytes]:
    state = PlayerState(**{**plan.state.to_dict(), "day": plan.days[0]})
    asked = urlencode(address_of({"still": scheme}, state, usual_values(campaign)))
    page.goto(f"{document.as_uri()}#{asked}")
    page.wait_for_function("window.campaignPlayer?.settled")
    calendar = [day.isoformat() for day in campaign.calendar]
    for day in plan.days:
        number = calendar.index(day)
        for frame in range(plan.moving_frames):
            page.evaluate("time => campaignPlayer.seek(time)", number + frame / plan.moving_frames)
            yield page.screenshot()
        page.evaluate("day => campaignPlayer.seek(day)", day)
        page.wait_for_function("campaignPlayer.settled")
        yield from _standing(page, plan.resting_frames)


def _standing(page: Any, frames: int) -> Iterator[bytes]:
    """A picture that stands for some frames is taken once."""
    picture: bytes = page.screenshot()
    for _ in range(frames):
        yield picture


# --- cards ---------------------------------------------------------------------------------

CARD = """<!doctype html><html lang="{language}" dir="auto" data-scheme="{scheme}"><meta
charset="utf-8"><style>{faces}
html {{ --paper: #faf8f3; --ink: #1d2126; --soft: #515a64; }}
html[data-scheme=dark] {{ --paper: #14181d; --ink: #eceae5; --soft: #aab1b9; }}
body {{ margin: 0; height: 100vh; box-sizing: border-box; padding: 9vh 9vw; display: flex;
flex-direction: column; justify-content: center; background: var(--paper); color: var(--ink);
font: {size}px/1.45 var(--sans); }}
h1 {{ font: 600 2.9em/1.12 var(--serif); margin: 0 0 .3em; text-wrap: balance; }}
h2 {{ font: 600 1.5em/1.2 var(--serif); margin: 0 0 .5em; }}
p, li {{ margin: 0 0 .35em; max-width: 46em; }} ul {{ padding: 0; list-style: none; }}
.soft {{ color: var(--soft); font-size: .82em; }}</style>{body}"""


def _title_card(campaign: Campaign, plan: FilmPlan) -> str:
    campaign = in_language(campaign, plan.state.lang or USUAL)
    account = campaign.accounts[plan.state.account or campaign.default_account]
    whose = ", ".join(filter(None, (account.title, account.standpoint)))
    lines = [f"<h1>{escape(campaign.title)}</h1>"]
    lines += [f"<p>{escape(text)}</p>" for text in (campaign.subtitle,) if text]
    lines += [f'<p class="soft">{escape(text)}</p>' for text in (whose,) if text]
    return _card(campaign, plan, lines)


def _end_card(campaign: Campaign, plan: FilmPlan) -> str:
    language = plan.state.lang or USUAL
    campaign = in_language(campaign, language)
    account = plan.state.account or campaign.default_account
    cited = Counter(
        passage.source_id
        for row in claims_of(campaign, account)
        for passage in passages_of(campaign, row)
    )
    sources = [say_source(campaign.sources[name]) for name, _ in cited.most_common()]
    shown = sources[:MOST_SOURCES]
    if left := len(sources) - len(shown):
        shown.append(say("steps.more", language, count=left))
    lines = [f"<h2>{escape(say('pages.sources', language))}</h2>", '<ul class="soft">']
    lines += [f"<li>{escape(text)}</li>" for text in shown]
    lines.append("</ul>")
    last = (say_citation(campaign), say_licence(campaign), say_attribution(campaign))
    lines += [f'<p class="soft">{escape(text)}</p>' for text in last if text]
    return _card(campaign, plan, lines)


def _card(campaign: Campaign, plan: FilmPlan, lines: list[str]) -> str:
    return CARD.format(
        language=escape(plan.state.lang or campaign.language or USUAL),
        scheme="dark" if plan.dark else "light",
        faces=type_css(), size=max(round(plan.size[1] / 38), 9), body="".join(lines),
    )  # fmt: skip
