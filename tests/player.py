"""The player in a browser: its documents are opened once, and put back between tests.

A test asks `show` (in conftest.py) for a page. A page that another test had is given again once it
looks as it did when it was opened; one that cannot be put back is loaded again.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any, NamedTuple

Page = Any
"""A page of Playwright."""
OpenPage = Callable[..., Page]
"""Opens a page in a context of its own, with Playwright's context options."""
Show = Callable[..., Page]
"""Opens a player document, Mersad's unless another is given, and waits until it stands."""

WIDE = {"width": 1280, "height": 800}
KEPT = 8
"""How many pages stand ready at most."""
Box = dict[str, float]
"""x, y, width, height in CSS pixels."""
MAP = "window[document.querySelector('.folium-map').id]"

PUT_BACK = """async () => {
  // A test that put a clock of its own into the page leaves one that cannot be put back.
  const clock = [requestAnimationFrame, setTimeout, performance.now];
  if (!clock.every((one) => String(one).includes('[native code]'))) return false;
  campaignPlayer.pause();
  document.activeElement?.blur();
  for (const node of document.querySelectorAll('.cm-player details[open]')) node.open = false;
  document.querySelector('#cm-tab-story')?.click();
  const heard = new Promise((done) => addEventListener('hashchange', done, { once: true }));
  // An address that is already empty changes by way of another.
  if (!location.hash) location.hash = 'nothing';
  location.hash = '';
  await heard;
  for (const node of document.querySelectorAll('.cm-player *')) {
    if (node.scrollTop) node.scrollTop = 0;
  }
  document.querySelector('.cm-story')?.style.removeProperty('--pull');
  delete document.documentElement.dataset.mark;
  for (let frames = 0; frames < 3; frames += 1) await new Promise(requestAnimationFrame);
  return true;
}"""
LOOK = """() => {
  // Attributes and classes have no order; what is hidden may be filled already.
  const attribute = ({ name, value }) =>
    [name, name === 'class' ? value.split(' ').sort().join(' ') : value];
  const look = (node) => {
    if (node.nodeType !== Node.ELEMENT_NODE) return node.textContent;
    const isHidden = node.matches('[hidden], [visibility=hidden]')
      || (node.matches('.cm-page') && node.offsetParent === null);
    if (isHidden) return node.localName;
    const children = node === document.documentElement ? [] : [...node.childNodes];
    const attributes = [...node.attributes].filter((one) => one.value).map(attribute).sort();
    return [node.localName, attributes, children.map(look)];
  };
  const parts = document.querySelectorAll('.cm-title, .cm-bar, .cm-legend, .cm-share, .cm-story');
  return JSON.stringify([campaignPlayer.state, Object.keys(window).length,
    ...[document.documentElement, ...parts].map(look)]);
}"""


PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


class _Opened(NamedTuple):
    page: Page
    look: str
    close: Callable[[], None]


class Shelf:
    """Pages with player documents: those that stand ready, the latest last, and those lent."""

    def __init__(self, open_page: Callable[..., AbstractContextManager[Page]]) -> None:
        self.open_page = open_page
        self.ready: list[tuple[str, _Opened]] = []
        self.lent: list[tuple[str, _Opened]] = []

    def take(self, file: Path, options: dict[str, Any]) -> Page:
        """A page with the document as it opens, in a context with these options."""
        key = json.dumps([file.as_uri(), options], sort_keys=True)
        ready = next((one for one in self.ready if one[0] == key), None)
        if ready:
            self.ready.remove(ready)
            opened = self._put_back(ready[1], file, options)
        else:
            opened = self._open(file, options)
        self.lent.append((key, opened))
        opened.page.evaluate("document.documentElement.dataset.mark = 'same frame'")
        return opened.page

    def give_back(self) -> None:
        """Take back what a test had; pages that were not asked for in a long time are closed."""
        while self.lent:
            self.ready.append(self.lent.pop())
        while len(self.ready) > KEPT:
            self.ready.pop(0)[1].close()

    def clear(self) -> None:
        """Close all pages."""
        while self.ready:
            self.ready.pop()[1].close()

    def _open(self, file: Path, options: dict[str, Any]) -> _Opened:
        opened = ExitStack()
        page = opened.enter_context(self.open_page(**options))
        load(page, file)
        return _Opened(page, page.evaluate(LOOK), opened.close)

    def _put_back(self, opened: _Opened, file: Path, options: dict[str, Any]) -> _Opened:
        # What is printed already when a page is loaded does not begin to print.
        opened.page.emulate_media(
            media="null",
            color_scheme=options["color_scheme"],
            reduced_motion=options["reduced_motion"],
        )
        opened.page.set_viewport_size(options.get("viewport", WIDE))
        opened.page.mouse.move(0, 0)
        if opened.page.evaluate(PUT_BACK) and opened.page.evaluate(LOOK) == opened.look:
            return opened
        opened.page.goto("about:blank")
        load(opened.page, file)
        return opened


def load(page: Page, file: Path) -> None:
    """Open a document and wait until it is drawn."""
    page.goto(file.as_uri())
    page.wait_for_function("window.campaignPlayer?.settled")
    # What the map is about lies over it until something is asked for.
    page.evaluate("campaignPlayer.seek(campaignPlayer.day)")
    wait_settled(page)
    # What takes its measure from the room there is does so after the picture.
    page.evaluate(PAINTED)


def settle(page: Page, day: str) -> None:
    """Go to a day and wait until everything of it is drawn."""
    page.evaluate("day => campaignPlayer.seek(day)", day)
    wait_settled(page)


def wait_settled(page: Page) -> None:
    """Wait until the picture stands, and the small map in its corner, too."""
    page.wait_for_function("campaignPlayer.settled")
    page.wait_for_function("!document.querySelector('.cm-locator[aria-busy=true]')")


def go(page: Page, address: str) -> None:
    """Ask for an address, as a link does, and wait until its day is drawn."""
    page.evaluate("address => { location.hash = address; }", address)
    wanted = address.split("day=")[1][:10]
    page.wait_for_function("day => campaignPlayer.state.day === day", arg=wanted)
    wait_settled(page)


def take_account(page: Page, account: str, compare: str = "") -> None:
    """Choose whose telling is shown, and which one next to it, as a reader does."""
    lists = page.locator(".cm-choice select")
    lists.nth(1).select_option(compare if compare != account else "")
    lists.nth(0).select_option(account)
    lists.nth(1).select_option(compare)


BOXES = """all => all.map((one) => one.getBoundingClientRect())
  .map(({ x, y, width, height }) => ({ x, y, width, height }))
  .filter(({ width, height }) => width > 1 && height > 1)"""


def boxes(page: Page, selector: str) -> list[Box]:
    """The boxes of all visible elements, all at once, after the picture that is under way."""
    page.evaluate(PAINTED)
    found: list[Box] = page.locator(selector).evaluate_all(BOXES)
    return found


WAIT = """async () => {
  const until = performance.now() + PATIENCE;
  while (!(CONDITION)) {
    if (performance.now() > until) throw new Error("still not so: " + MESSAGE);
    await new Promise((done) => setTimeout(done, 20));
  }
}"""


def wait_in(frame: Any, condition: str) -> None:
    """Wait inside a frame until something holds of the player there, written in JavaScript.

    Playwright waits by running a text as code, again and again: the document's policy refuses
    that, and in a sandboxed frame no option of a context lifts it.
    """
    script = WAIT.replace("PATIENCE", "20000").replace("MESSAGE", json.dumps(condition))
    for again in range(3):
        try:
            frame.evaluate(script.replace("CONDITION", condition))
        except Exception as error:
            if "destroyed" not in str(error) or again == 2:
                raise
        else:
            return
