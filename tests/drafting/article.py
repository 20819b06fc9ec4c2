"""An article's draft, held against the account that a person made of the same article."""

from __future__ import annotations

import os
from pathlib import Path


def print_article() -> None:
    """Print the comparison."""
