"""The page as `campaign-map show` runs it: the folders that were named, and no others.

The same as app.py at the top of the repository, which is not in the package.
"""

from __future__ import annotations

import sys

import streamlit as st

from mapping.page.ending import leave_nothing
from mapping.page.folders import name_folders, prepare
from mapping.page.server import serve_many
from mapping.page.settings import apply_settings
from mapping.page.whole import show_page

FOLDERS = name_folders(sys.argv[1:])

if __name__ == "__main__":
    show_page(FOLDERS)
else:
    apply_settings()
    serve_many()
    prepare(FOLDERS)
    app = st.App(__file__, lifespan=leave_nothing)
