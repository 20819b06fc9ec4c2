"""What a document of the player may do: a policy that the browser keeps (CSP, W3C, Level 3).

A page of its own, a site's page or a frame runs the scripts that are in it and no other, asks
nobody but the tile servers that its reader can pick, and embeds nothing. So a text that was taken
for markup, by whatever fault, could neither run nor tell anybody what it saw.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from urllib.parse import urlsplit


def policy_of(scripts: Iterable[str], tiles: Iterable[str], shows_files: bool = False) -> str:
    """The policy, as an element for the head, of a document with these scripts.

    `scripts` are the contents of its script elements, to the letter; `tiles` the addresses of
    online layers, templates of Leaflet; `shows_files` where pictures lie beside the document.
    Styles may be set in place: Leaflet and SVG need it.
    """
    images = " ".join([*["'self'"] * shows_files, *dict.fromkeys(map(_server_of, tiles))])
    policy = "; ".join((
        "default-src 'none'",
        f"script-src {' '.join(map(_hash_of, scripts))}",
        "style-src 'unsafe-inline'",
        f"img-src data: blob: {images}".strip(),
        "font-src data:",
        "media-src data: blob:",
        "base-uri 'none'",
        "form-action 'none'",
    ))  # fmt: skip
    return f'<meta http-equiv="Content-Security-Policy" content="{policy}">'


def _hash_of(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _server_of(template: str) -> str:
    """Where tiles come from: `https://{s}.tile.example.org/{z}/...` is any server of that name."""
    parts = urlsplit(template.replace("{s}", "*"))
    return f"{parts.scheme}://{parts.netloc}"
