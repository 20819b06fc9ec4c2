"""The player as a widget: its values go both ways, in any notebook that shows widgets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from mapping.drawing.address import FIELDS, is_known
from mapping.format.campaign import Campaign
from mapping.format.gregorian import DayLike
from mapping.player import campaign_document
from mapping.player.embed import page_module

STATE = {"day": "day", "selected": "select", "account": "account", "compare": "compare",
         "lang": "lang"}  # fmt: skip
"""The widget's values, and what the address calls them."""


class CampaignWidget(anywidget.AnyWidget):
    """A map whose `day`, `selected`, `account`, `compare` and `lang` can be read and set.

    All are texts: a day as `1900-01-31`, a row as `events/siege`; empty is what the map has not
    said. A value that the campaign does not know raises `traitlets.TraitError`. `height` is in
    pixels.
    """

    _esm = page_module(Path(__file__).parent / "widget.js")
    _document = traitlets.Unicode().tag(sync=True)
    _title = traitlets.Unicode().tag(sync=True)
    _fields = traitlets.Dict(FIELDS).tag(sync=True)
    day = traitlets.Unicode().tag(sync=True)
    selected = traitlets.Unicode().tag(sync=True)
    account = traitlets.Unicode().tag(sync=True)
    compare = traitlets.Unicode().tag(sync=True)
    lang = traitlets.Unicode().tag(sync=True)
    height = traitlets.Int(640, min=240, max=4000).tag(sync=True)

    def __init__(self, campaign: Campaign, **values: Any) -> None:
        self._campaign = campaign
        super().__init__(
            _document=campaign_document(campaign), _title=f"Map of {campaign.title}", **values
        )

    @traitlets.validate(*STATE)
    def _is_known(self, proposal: Any) -> str:
        name, value = proposal["trait"].name, str(proposal["value"])
        if value and not is_known(self._campaign, STATE[name], value):
            raise traitlets.TraitError(f"{self._campaign.title} has no {name} {value!r}")
        return value


def widget(
    campaign: Campaign, day: DayLike = "", account: str = "", height: int = 640
) -> CampaignWidget:
    """A campaign's map for a notebook, opened at a day and an account.

    Moving the slider changes `.day` in Python, and setting `.day` moves the slider; the same holds
    of the widget's other values. Needs the extra `notebook`.
    """
    return CampaignWidget(campaign, day=str(day), account=account, height=height)
