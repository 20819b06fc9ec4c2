"""areas.geojson as features of which each states how an area ran; what else is in it stays."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from mapping.editing.changes import SetFile
from mapping.editing.folder_files import EditError, Files, text_in

FILE = "areas.geojson"


def features_of(files: Files) -> dict[str, Any]:
    """The whole file as a collection, an empty one where there is none; raises `EditError`."""
    text = text_in(files, FILE)
    if not text.strip():
        return {"type": "FeatureCollection", "features": []}
    try:
        collection = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise EditError(f"{FILE} cannot be read ({error}): mend it in a text editor first"[:300]) \
            from None  # fmt: skip
    if not isinstance(collection, dict) or not isinstance(collection.get("features"), list):
        raise EditError(f"{FILE} is no list of features: mend it in a text editor first")
    return collection


def is_of(feature: Any, area_id: str, at: str | None = None) -> bool:
    """Whether a feature is a statement of an area, and for that moment if one is given."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    return (
        isinstance(properties, dict)
        and properties.get("area_id") == area_id
        and at in (None, properties.get("at") or "")
    )


def outlines_renamed(files: Files, old: str, new: str) -> list[SetFile]:
    """The change that gives all lines of an area to its new id; none where it has no line."""
    return _changed(files, old, lambda one: {
        **one, "properties": {**one["properties"], "area_id": new}
    })  # fmt: skip


def outlines_removed(files: Files, area_id: str) -> list[SetFile]:
    """The change that takes all lines of an area away; none where it has no line."""
    return _changed(files, area_id, lambda _: None)


def _changed(
    files: Files, area_id: str, change: Callable[[dict[str, Any]], dict[str, Any] | None]
) -> list[SetFile]:
    if FILE not in files:
        return []
    collection = features_of(files)
    after = [change(one) if is_of(one, area_id) else one for one in collection["features"]]
    if after == collection["features"]:
        return []
    left = [one for one in after if one is not None]
    return [SetFile(FILE, to_text({**collection, "features": left}))]


def to_text(collection: dict[str, Any]) -> str:
    """One feature a line, so that what changed is seen in a comparison of two states."""
    head = {name: value for name, value in collection.items() if name != "features"}
    opened = json.dumps(head, ensure_ascii=False)[:-1]
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in collection["features"])
    return f'{opened}{", " if head else ""}"features": [\n{lines}\n]}}\n'
