"""The page's settings and its look: one file, wherever the page is started from.

Streamlit reads its settings beside the script that it runs, and there are three such scripts:
app.py at the top of the repository, and those that `campaign-map show` and `edit` run.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from streamlit import config

BY_THE_USER = "command-line argument or environment variable"


def apply_settings() -> None:
    """Give the server the settings of the file; what was asked for at its start stays."""
    for name, value in read_settings().items():
        if config.get_where_defined(name) != BY_THE_USER:
            config.set_option(name, value, "settings.toml")


def read_settings() -> dict[str, Any]:
    """The settings by Streamlit's names: `theme.light.primaryColor`."""
    text = files("mapping.page").joinpath("settings.toml").read_text(encoding="utf-8")
    return dict(_flatten(tomllib.loads(text)))


def _flatten(table: dict[str, Any], *names: str) -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flatten(value, *names, name)
        else:
            yield ".".join((*names, name)), value
