"""A headless Firefox without a driver program: WebDriver BiDi, which it speaks itself.

https://w3c.github.io/webdriver-bidi/
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from tempfile import TemporaryDirectory
from threading import Thread
from time import monotonic
from typing import IO, Any

from websockets.sync.client import ClientConnection, connect

BROWSERS = ("firefox-esr", "firefox")
START_SECONDS, PATIENCE_SECONDS = 30, 20
PREFERENCES = {
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "remote.active-protocols": 1,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "ui.prefersReducedMotion": 1,
}


class FirefoxError(Exception):
    """Firefox did not do what was asked; the message says what it answered."""


class Firefox:
    """One tab of a running Firefox; `errors` is what its console has said of errors."""

    def __init__(self, line: ClientConnection) -> None:
        self._line, self._number = line, 0
        self.errors: list[str] = []
        self.version = self.ask("session.new", capabilities={})["capabilities"]["browserVersion"]
        self.ask("session.subscribe", events=["log.entryAdded"])
        self._tab = self.ask("browsingContext.getTree")["contexts"][0]["context"]

    def ask(self, method: str, **values: Any) -> Any:
        """Send a command and give its result."""
        self._number += 1
        self._line.send(json.dumps({"id": self._number, "method": method, "params": values}))
        end = monotonic() + PATIENCE_SECONDS
        while True:
            said = json.loads(self._line.recv(timeout=max(0.0, end - monotonic())))
            if said.get("method") == "log.entryAdded" and said["params"]["level"] == "error":
                self.errors.append(said["params"]["text"])
            if said.get("id") == self._number:
                if said["type"] == "error":
                    raise FirefoxError(f"{method}: {said['message']}")
                return said["result"]

    def open(self, address: str, width: int = 1280) -> None:
        """Go to an address, in a window of that width, and wait until it has loaded."""
        viewport = {"width": width, "height": 800}
        self.ask("browsingContext.setViewport", context=self._tab, viewport=viewport)
        self.ask("browsingContext.navigate", context=self._tab, url=address, wait="complete")

    def evaluate(self, expression: str) -> Any:
        """What an expression, or what it promises, comes to, as a value of JSON."""
        said = self.ask(
            "script.evaluate", expression=f"(async () => JSON.stringify(await ({expression})))()",
            target={"context": self._tab}, awaitPromise=True,
        )  # fmt: skip
        if said["type"] == "exception":
            raise FirefoxError(said["exceptionDetails"]["text"])
        value = said["result"].get("value")
        return None if value is None else json.loads(value)

    def picture(self) -> str:
        """What is to be seen, as PNG in base64."""
        return str(self.ask("browsingContext.captureScreenshot", context=self._tab)["data"])

    def to_pdf(self) -> str:
        """The page as it is printed, in base64."""
        return str(self.ask("browsingContext.print", context=self._tab)["data"])


def find_firefox() -> str | None:
    """The path of an installed Firefox."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@contextmanager
def run_firefox(path: str) -> Iterator[Firefox]:
    """A Firefox with a profile of its own, which ends with it."""
    with TemporaryDirectory(prefix="firefox-", ignore_cleanup_errors=True) as profile:
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
                 for name, value in PREFERENCES.items())  # fmt: skip
        (Path(profile) / "user.js").write_text("".join(lines), encoding="utf-8")
        process = subprocess.Popen(
            [path, "--headless", "--no-remote", "--remote-debugging-port=0", "--profile", profile],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            address = _address_of(process)
            with connect(f"{address}/session", max_size=None, open_timeout=10) as line:
                yield Firefox(line)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stderr is not None:
                process.stderr.close()


def _address_of(process: subprocess.Popen[str]) -> str:
    said: Queue[str] = Queue()
    assert process.stderr is not None
    Thread(target=_listen, args=(process.stderr, said), daemon=True).start()
    try:
        return said.get(timeout=START_SECONDS)
    except Empty:
        raise FirefoxError(f"Firefox did not start within {START_SECONDS} s") from None


def _listen(stream: IO[str], said: Queue[str]) -> None:
    try:
        for line in stream:
            if found := re.search(r"WebDriver BiDi listening on (ws://\S+)", line):
                said.put(found[1])
    except ValueError:
        return
