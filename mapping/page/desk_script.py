"""The desk as `campaign-map edit` runs it, over the folder that was named."""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st

from mapping.page.desk import show_desk
from mapping.page.ending import leave_nothing
from mapping.page.server import serve_many
from mapping.page.settings import apply_settings

if __name__ == "__main__":
    show_desk(Path(sys.argv[1]))
else:
    apply_settings()
    serve_many()
    app = st.App(__file__, lifespan=leave_nothing)
