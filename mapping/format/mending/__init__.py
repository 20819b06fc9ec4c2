"""What spreadsheets and people write instead, and what to write here.

What can mean only one thing is read (`plain_number`, `plain_word`, `plain_headings`); all else
is refused, and the mend says the exact words to put in its place.
"""

from mapping.format.mending.days import LIMITS, holds_day, mend_day, readings_of
from mapping.format.mending.files import AS_UTF8, WESTERN, WORKBOOKS, meant_file, name_file
from mapping.format.mending.numbers import mend_number, mend_outside, plain_degrees, plain_number
from mapping.format.mending.signs import HIDDEN, UNKNOWN
from mapping.format.mending.spelled import Near, day_of, year_before_1_in
from mapping.format.mending.spelling import (
    name_failure,
    plain_headings,
    plain_word,
    slug_of,
    suggest_heading,
)

__all__ = [
    "AS_UTF8",
    "HIDDEN",
    "LIMITS",
    "UNKNOWN",
    "WESTERN",
    "WORKBOOKS",
    "Near",
    "day_of",
    "holds_day",
    "meant_file",
    "mend_day",
    "mend_number",
    "mend_outside",
    "name_failure",
    "name_file",
    "plain_degrees",
    "plain_headings",
    "plain_number",
    "plain_word",
    "readings_of",
    "slug_of",
    "suggest_heading",
    "year_before_1_in",
]
