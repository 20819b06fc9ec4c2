"""One reader of the page without a browser: Streamlit's websocket, as a browser speaks it.

A reader opens the page, settles the player on a day, opens a tab, downloads and uploads; each step
ends when the server's run of the page has ended and is held against what it should have brought.
Drawing is the reader's own machine's work and not done here.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie
from typing import Any
from uuid import uuid4

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Block_pb2 import Block
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse
from tornado.websocket import WebSocketClientConnection, websocket_connect

MOST_BYTES = 300_000_000
PATIENCE_SECONDS = 60.0
UPLOAD_SECONDS = 400.0
"""As long as a large upload may wait for its turn and be worked on."""
XSRF = "_streamlit_xsrf"


class SessionError(Exception):
    """The page did not do what was asked of it; the message says what it did."""


class Session:
    """A reader's session: what the page has told them so far, and what they can do with it."""

    def __init__(self, address: str, query: str, line: WebSocketClientConnection) -> None:
        self._address, self._query, self._line = address, query, line
        self.id = self._player = self._uploader = self._tabs = ""
        self._downloads: dict[str, str] = {}
        self._states: dict[str, WidgetState] = {}
        self._kept: dict[str, str] = {}
        """The texts of the messages that need not be sent again, by their hash."""
        self._texts: list[str] = []
        self._xsrf = ""

    def close(self) -> None:
        """Leave, as a closed tab does."""
        self._line.close()

    async def show_day(self, day: str) -> None:
        """Settle the player on a day; the open tab must follow if it is that of the day."""
        state = WidgetState(id=self._player, json_value=json.dumps({"state": {"day": day}}))
        await self._run(state)
        said = "".join(self._texts)
        shown = re.search(r'<section class="day"><h2>[^<]*?(\d+) ', said)
        if shown and int(shown[1]) != int(day[-2:]):
            raise SessionError(f"{day} was asked for, {shown[0][-60:]} is shown")

    async def show_tab(self, label: str) -> None:
        """Open a tab by its label."""
        await self._run(WidgetState(id=self._tabs, string_value=label))
        if len(self._texts) < 3:
            raise SessionError(f"the tab {label} brought nothing")

    async def download(self, label: str) -> int:
        """Press a button of the tab "Data" and fetch what is made; gives its bytes."""
        asked = BackMsg()
        asked.backend_operation_request.request_id = str(uuid4())
        asked.backend_operation_request.session_id = self.id
        asked.backend_operation_request.deferred_file.file_id = self._downloads[label]
        answer = (await self._ask(asked, "backend_operation_response")).backend_operation_response
        if answer.error_msg:
            raise SessionError(f"{label}: {answer.error_msg}")
        file = await self._fetch(answer.deferred_file.url)
        if file.code != 200 or not file.body:
            raise SessionError(f"{label}: status {file.code}, {len(file.body or b'')} bytes")
        return len(file.body)

    async def upload(self, name: str, data: bytes) -> str:
        """Choose a file in the tab "Data"; gives what the page says of it."""
        asked = BackMsg()
        asked.file_urls_request.request_id = str(uuid4())
        asked.file_urls_request.session_id = self.id
        asked.file_urls_request.file_names.append(name)
        answer = (await self._ask(asked, "file_urls_response")).file_urls_response
        urls = answer.file_urls[0]
        sent = await self.put(urls.upload_url, name, data)
        if sent.code != 204:
            return f"status {sent.code}"
        state = WidgetState(id=self._uploader)
        info = state.file_uploader_state_value.uploaded_file_info.add()
        info.file_id, info.name, info.size = urls.file_id, name, len(data)
        info.file_urls.CopyFrom(urls)
        await self._run(state, UPLOAD_SECONDS)
        said = [text for text in self._texts if 'class="note"' in text]
        if not said:
            raise SessionError(f"of {name} nothing is said")
        return re.sub("<[^>]*>", "", said[-1])

    async def put(self, place: str, name: str, data: bytes) -> HTTPResponse:
        """Send a file as a browser does."""
        if not self._xsrf:
            answer = await self._fetch("/_stcore/health")
            cookies = SimpleCookie(answer.headers.get("Set-Cookie", ""))
            self._xsrf = cookies[XSRF].value if XSRF in cookies else "none"
        mark = uuid4().hex
        body = b"".join((
            f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n".encode(),
            data, f"\r\n--{mark}--\r\n".encode(),
        ))  # fmt: skip
        headers = {
            "Content-Type": f"multipart/form-data; boundary={mark}",
            "X-Xsrftoken": self._xsrf,
            "Cookie": f"{XSRF}={self._xsrf}",
        }
        return await self._fetch(place, method="PUT", body=body, headers=headers)

    async def run(self) -> None:
        """Have the page run as it is: what opens it."""
        await self._run()

    async def _run(
        self, state: WidgetState | None = None, seconds: float = PATIENCE_SECONDS
    ) -> None:
        if state is not None:
            if not state.id:
                raise SessionError("the page has no such control")
            self._states[state.id] = state
        asked = BackMsg()
        asked.rerun_script.query_string = self._query
        asked.rerun_script.cached_message_hashes.extend(self._kept)
        asked.rerun_script.widget_states.widgets.extend(self._states.values())
        self._texts = []
        await self._ask(asked, "script_finished", seconds)

    async def _ask(
        self, asked: BackMsg, answer: str, seconds: float = PATIENCE_SECONDS
    ) -> ForwardMsg:
        """Send and wait for an answer of that kind; what comes before is taken in."""
        await self._line.write_message(asked.SerializeToString(), binary=True)
        try:
            async with asyncio.timeout(seconds):
                while (data := await self._line.read_message()) is not None:
                    message = ForwardMsg()
                    message.ParseFromString(data if isinstance(data, bytes) else data.encode())
                    self._take(message)
                    if message.WhichOneof("type") == answer and _is_last(message):
                        return message
        except TimeoutError:
            raise SessionError(f"no {answer} within {seconds:.0f} s") from None
        raise SessionError("the server closed the connection")

    def _take(self, message: ForwardMsg) -> None:
        match message.WhichOneof("type"):
            case "new_session":
                self.id = message.new_session.initialize.session_id
            case "page_info_changed":
                self._query = message.page_info_changed.query_string
            case "ref_hash":
                self._texts.append(self._kept.get(message.ref_hash, ""))
            case "delta":
                text = self._take_delta(message)
                self._texts.append(text)
                if message.metadata.cacheable:
                    self._kept[message.hash] = text
            case "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    raise SessionError("the page did not run")

    def _take_delta(self, message: ForwardMsg) -> str:
        """The text of an element; what can be pressed is remembered."""
        self._take_block(message.delta.add_block)
        one: Element = message.delta.new_element
        match one.WhichOneof("type"):
            case "exception":
                raise SessionError(f"the page shows an exception: {one.exception.type}")
            case "bidi_component" if one.bidi_component.component_name == "campaign_player":
                self._player = one.bidi_component.id
            case "file_uploader":
                self._uploader = one.file_uploader.id
            case "download_button":
                self._downloads[one.download_button.label] = one.download_button.deferred_file_id
            case "html":
                return one.html.body if len(one.html.body) < 100_000 else ""
        return ""

    def _take_block(self, block: Block) -> None:
        if block.WhichOneof("type") == "tab_container":
            self._tabs = block.tab_container.id or block.id

    @property
    def can_download(self) -> list[str]:
        """The labels of the buttons that were shown."""
        return [*self._downloads]

    async def _fetch(self, place: str, **how: object) -> HTTPResponse:
        request = HTTPRequest(
            self._address + place,
            request_timeout=PATIENCE_SECONDS,
            **how,  # type: ignore[arg-type]
        )
        return await AsyncHTTPClient(max_body_size=MOST_BYTES).fetch(request, raise_error=False)


def _is_last(message: ForwardMsg) -> bool:
    """Whether no other run follows by itself."""
    if message.WhichOneof("type") != "script_finished":
        return True
    return message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN


async def open_session(address: str, query: str = "", taken_up: str = "") -> Session:
    """Open the page and wait for the end of its first run; raises SessionError.

    `taken_up` is the id of a session that was left, and goes on.
    """
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            line = await websocket_connect(
                HTTPRequest(f"{address.replace('http', 'ws')}/_stcore/stream"),
                subprotocols=["streamlit", *(["-", taken_up] if taken_up else [])],
                max_message_size=MOST_BYTES,
            )  # fmt: skip
    except (OSError, TimeoutError) as error:
        raise SessionError(f"no connection: {error!r}") from None
    session = Session(address, query, line)
    await session.run()
    return session


def in_own_loop(work: Coroutine[Any, Any, Any]) -> Any:
    """What some work gives. Playwright has a loop of its own in this thread: it runs in another."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
