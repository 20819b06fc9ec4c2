"""What the command line refuses."""

from __future__ import annotations


class UserError(Exception):
    """The command cannot be run as it was given."""
