"""The page: a campaign told on a map, day by day, and the tables behind it.

streamlit run app.py                    the campaigns in data/
streamlit run app.py -- FOLDER ...      these campaign folders instead
"""

from __future__ import annotations

import sys
from pathlib import Path

from mapping.words.shell import say_missing

try:
    import streamlit as st

    from mapping.page.ending import leave_nothing
    from mapping.page.folders import find_folders, prepare
    from mapping.page.server import serve_many
    from mapping.page.settings import apply_settings
    from mapping.page.whole import show_page
except ModuleNotFoundError as error:
    sys.exit(say_missing(error))

FOLDERS = find_folders(Path(__file__).parent / "data", sys.argv[1:])

if __name__ == "__main__":
    # One run: Streamlit runs this file for each reader, and again after each of their steps.
    show_page(FOLDERS)
else:
    # The server, before it answers: the first reader does not wait for the map to be made.
    apply_settings()
    serve_many()
    prepare(FOLDERS)
    app = st.App(__file__, lifespan=leave_nothing)
