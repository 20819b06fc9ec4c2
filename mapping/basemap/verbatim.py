"""Texts that go into a page of Branca's as they are."""

from __future__ import annotations

from branca.element import Element, Figure
from folium.template import Template


class Verbatim(Element):
    """A text that goes into the page as it is.

    Branca compiles what its macros give as a template once more, so that `{{ }}` in a campaign's
    texts would be run, and long ones take long; this element is never compiled.
    """

    _template = Template("{{ this.text }}")

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "Verbatim"
        self.text = text


def add_script(element: Element, script: str) -> None:
    """Put a script into the page that an element stands in, in its name."""
    figure = element.get_root()
    assert isinstance(figure, Figure)
    figure.script.add_child(Verbatim(script), name=element.get_name())
