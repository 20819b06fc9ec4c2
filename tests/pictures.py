"""Pictures of the player, renewed by one command: `python -m tests.pictures`.

One for each of four days, at two sizes, light and dark, and one day in Persian. They are kept in
tests/pictures as the golden ones that `test_pictures.py` compares with; one stands in the README.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from mapping.export.still import find_chromium
from mapping.format.campaign import load_campaign
from mapping.player import campaign_document
from tests.conftest import BROWSER_ARGUMENTS, MERSAD, PATIENCE_MS
from tests.player import wait_settled

FOLDER = Path(__file__).parent / "pictures"
DAYS = ("1988-07-22", "1988-07-26", "1988-07-27", "1988-07-29")
SIZES = {"wide": (1280, 800), "phone": (390, 844)}
SCHEMES = ("light", "dark")


class Picture(NamedTuple):
    """Which day, at which size, in which scheme and language."""

    day: str
    size: str
    scheme: str
    language: str = "en"

    @property
    def path(self) -> Path:
        """Where the golden picture is kept."""
        language = "" if self.language == "en" else f"-{self.language}"
        return FOLDER / f"mersad-{self.day}-{self.size}-{self.scheme}{language}.jpg"


PICTURES = [Picture(day, size, scheme) for size in SIZES for scheme in SCHEMES for day in DAYS]
PICTURES += [Picture("1988-07-27", size, "light", "fa") for size in SIZES]


def take_pictures(browser: Any, document: str) -> Iterator[tuple[Picture, bytes]]:
    """Take every picture of a player document in a running browser."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "player.html"
        file.write_text(document, encoding="utf-8")
        for picture in PICTURES:
            yield picture, take_picture(browser, file.as_uri(), picture)


def take_picture(browser: Any, url: str, picture: Picture) -> bytes:
    """One picture of the player at an address, once everything stands."""
    width, height = SIZES[picture.size]
    page = browser.new_page(
        bypass_csp=True,
        viewport={"width": width, "height": height},
        color_scheme=picture.scheme,
        reduced_motion="reduce",
    )
    page.set_default_timeout(PATIENCE_MS)
    page.goto(url)
    page.wait_for_function("window.campaignPlayer !== undefined")
    page.evaluate("language => campaignPlayer.speak(language)", picture.language)
    page.evaluate("day => campaignPlayer.seek(day)", picture.day)
    wait_settled(page)
    data: bytes = page.screenshot(type="jpeg", quality=85)
    page.close()
    return data


def main() -> None:
    """Renew every golden picture."""
    from playwright.sync_api import sync_playwright

    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=[*BROWSER_ARGUMENTS]
        )
        for picture, data in take_pictures(browser, campaign_document(load_campaign(MERSAD))):
            picture.path.write_bytes(data)
            print(picture.path.name)
        browser.close()


if __name__ == "__main__":
    main()
