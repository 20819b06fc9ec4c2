"""XML of strangers: no declared entities, which blow up or read files, and a bounded depth."""

from __future__ import annotations

from xml.etree.ElementTree import Element, ParseError

from mapping.intake.found import ImportFileError
from mapping.words.shell import install

MOST_DEEP = 60
"""With all folders: what stands within a mark is looked at for each mark around it."""


def parse_xml(name: str, data: bytes) -> Element:
    """The root of an XML file; raises `ImportFileError`."""
    try:
        from defusedxml import DefusedXmlException
        from defusedxml.ElementTree import fromstring
    except ModuleNotFoundError as error:
        raise ImportFileError(f"{error.name} is missing: {install('import')}") from None
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise ImportFileError(f"{name} declares entities of its own, which are not read") from None
    except (ParseError, ValueError, LookupError) as error:
        raise ImportFileError(f"{name} is no XML that can be read: {error}"[:300]) from None
    if _is_deeper(root, MOST_DEEP):
        raise ImportFileError(f"{name} has elements more than {MOST_DEEP} deep within each other")
    return root


def _is_deeper(root: Element, most: int) -> bool:
    level = [root]
    for _ in range(most):
        level = [child for element in level for child in element]
    return bool(level)


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def text_at(element: Element, name: str) -> str:
    """The text of the first child of that name; empty where there is none."""
    for child in element:
        if local(child) == name:
            return "".join(child.itertext()).strip()
    return ""
