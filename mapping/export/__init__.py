"""What leaves the app: one module for each format, and the list of them.

Every file says how to cite it, its version, sources and licence, and the same data gives the
same bytes.
"""

from mapping.export.formats import FORMATS, Format, file_name, rough_size

__all__ = ["FORMATS", "Format", "file_name", "rough_size"]
