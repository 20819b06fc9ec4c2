"""What the command line refuses."""

from __future__ import annotations

from argparse import ArgumentTypeError


class UserError(Exception):
    """The command cannot be run as it was given."""


def port_number(text: str) -> int:
    """A port that anybody may listen at; raises for anything else."""
    if not text.isdecimal() or not 1024 <= int(text) <= 65535:
        raise ArgumentTypeError(f"a port is a number from 1024 to 65535, not {text!r}")
    return int(text)
