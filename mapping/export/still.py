"""A day of the map as a PNG picture, taken by an installed Chromium without a window.

The picture is the player's own: the document opens with `still` in its address, leaves out all
that could be pressed, and says in its console when everything stands. Nothing is asked from the
network.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from mapping.drawing.address import PlayerState, address_of, is_known, usual_values
from mapping.format.campaign import Campaign
from mapping.format.gregorian import DayLike
from mapping.player import campaign_document

BROWSERS = (
    "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome",
    "google-chrome-stable", "chrome", "msedge",
)  # fmt: skip
"""Names under which a Chromium may be installed; first the one without windows, half the work."""
USUAL_SIZE = (1600, 1000)
SMALLEST, LARGEST = 320, 4000
"""Width and height of a picture in pixels, at least and at most."""
VIRTUAL_MS = 3_000
"""The page's own clock runs so far after it has loaded: frames and timers that are under way."""
MOST_SECONDS = 120
PNG = b"\x89PNG\r\n\x1a\n"


class StillError(Exception):
    """A picture that cannot be taken: what is missing, or what was asked for wrongly."""


def take_still(
    campaign: Campaign,
    state: PlayerState,
    size: tuple[int, int] = USUAL_SIZE,
    *,
    dark: bool = False,
    browser: str | None = None,
) -> bytes:
    """A PNG of the map as a state shows it: at least its `day`; `size` in pixels.

    `browser` is the path of a Chromium, by default the one that `find_chromium` finds. Raises
    `StillError` when there is none, when it does not finish, or when the campaign has no such
    day, account or language.
    """
    check_still(campaign, state, size)
    path = browser or find_chromium()
    if path is None:
        raise StillError(
            "A picture needs Chromium or Chrome, and none is installed. Install one "
            "(Debian: apt-get install chromium), or name it in the environment variable CHROMIUM."
        )
    with TemporaryDirectory(prefix="still-", ignore_cleanup_errors=True) as folder:
        return _take(path, Path(folder), campaign, state, size, "dark" if dark else "light")


def to_png(
    campaign: Campaign,
    day: DayLike,
    account_id: str | None = None,
    size: tuple[int, int] = USUAL_SIZE,
    *,
    dark: bool = False,
) -> bytes:
    """A picture (PNG) of a day as an account tells it; `size` is width and height in pixels.

    Raises `StillError` where the campaign has no such day or account, and where no Chromium takes
    it; `ValueError` for a size out of bounds.
    """
    state = PlayerState(day=str(day), account=account_id or "")
    return take_still(campaign, state, size, dark=dark)


def find_chromium() -> str | None:
    """The path of an installed Chromium; `CHROMIUM` in the environment names another one."""
    given = os.environ.get("CHROMIUM")
    return given or next(filter(None, map(shutil.which, BROWSERS)), None)


def parse_size(text: str) -> tuple[int, int]:
    """`1600x1000` as width and height in pixels; raises `ValueError`."""
    found = re.fullmatch(r"([0-9]{1,5})[x×]([0-9]{1,5})", text)
    width, height = (int(found[1]), int(found[2])) if found else (0, 0)
    if not all(SMALLEST <= side <= LARGEST for side in (width, height)):
        raise ValueError(f"expected WIDTHxHEIGHT from {SMALLEST} to {LARGEST}, got {text!r}")
    return width, height


def check_still(campaign: Campaign, state: PlayerState, size: tuple[int, int]) -> None:
    """Raise `StillError` or `ValueError` where the campaign has nothing to show so."""
    parse_size(f"{size[0]}x{size[1]}")
    if not state.day:
        raise StillError("A picture needs a day.")
    for name, value in state.to_dict().items():
        if not is_known(campaign, name, value):
            raise StillError(f"{campaign.title} has no {name} {value!r}.")


def _take(
    browser: str,
    folder: Path,
    campaign: Campaign,
    state: PlayerState,
    size: tuple[int, int],
    scheme: str,
) -> bytes:
    page, picture, log = (folder / name for name in ("map.html", "map.png", "log.txt"))
    page.write_text(campaign_document(campaign), encoding="utf-8")
    asked = urlencode(address_of({"still": scheme}, state, usual_values(campaign)))
    _run([browser, *_flags(folder, picture, size), f"{page.as_uri()}#{asked}"], log)
    said = log.read_text(encoding="utf-8", errors="replace")
    data = picture.read_bytes() if picture.is_file() else b""
    if not data.startswith(PNG) or f'"still {state.day}"' not in said:
        last = "\n".join(said.splitlines()[-5:])
        raise StillError(f"{browser} took no finished picture. The last it said:\n{last}")
    return data


def _flags(folder: Path, picture: Path, size: tuple[int, int]) -> list[str]:
    return [
        *browser_flags(), "--headless=new", "--force-prefers-reduced-motion",
        "--run-all-compositor-stages-before-draw", "--disable-checker-imaging",
        "--enable-logging=stderr", "--log-level=0", f"--user-data-dir={folder / 'profile'}",
        f"--window-size={size[0]},{size[1]}", f"--virtual-time-budget={VIRTUAL_MS}",
        f"--screenshot={picture}",
    ]  # fmt: skip


def browser_flags() -> list[str]:
    """How a browser is started that takes pictures: it asks nobody anything."""
    flags = [
        "--disable-gpu", "--hide-scrollbars", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-extensions", "--no-first-run",
        "--no-default-browser-check", "--host-resolver-rules=MAP * ~NOTFOUND",
        "--force-device-scale-factor=1", "--font-render-hinting=slight",
    ]  # fmt: skip
    # Chromium refuses to run as root inside its own sandbox, as in a container.
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*flags, "--no-sandbox"] if is_root else flags


def _run(command: list[str], log: Path) -> None:
    """Run a browser to its end, or end it and all that it started when it takes too long."""
    own_group = os.name == "posix"
    try:
        with log.open("wb") as output:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                start_new_session=own_group,
            )  # fmt: skip
    except OSError as error:
        raise StillError(f"{command[0]} cannot be started: {error.strerror}") from None
    try:
        process.wait(MOST_SECONDS)
    except subprocess.TimeoutExpired:
        raise StillError(f"{command[0]} took more than {MOST_SECONDS} seconds.") from None
    finally:
        _end(process, own_group)


def _end(process: subprocess.Popen[bytes], own_group: bool) -> None:
    """End a browser with everything that it started; nothing happens when it has ended."""
    try:
        if own_group:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    except ProcessLookupError:
        pass
    process.wait()
