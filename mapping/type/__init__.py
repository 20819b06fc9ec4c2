"""The faces in which everything is set: the files, and the style sheets that hold them."""

from mapping.type.faces import WHEN_LOADED, names_css, type_css

__all__ = ["WHEN_LOADED", "names_css", "type_css"]
