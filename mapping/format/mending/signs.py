"""Signs that stand for something else, or for nothing."""

from __future__ import annotations

import re

UNKNOWN = re.compile(
    r"n/?a|-?nan|nat|<na>|unknown|none|nil|null|tbd|[?\-–—.]+|نامعلوم|نامشخص|ندارد", re.IGNORECASE
)
"""What stands for nothing, in the words of people and of programs: pandas writes nan and NaT."""
FAILED = re.compile(r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|#+)")
"""What a spreadsheet shows for a formula that failed, or a column that is too narrow."""
HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
"""Characters that nobody sees: they come with text copied from web pages."""
MINUS = "\u2212"
"""What stands before a year below 0 while a cell is read; no other dash is left then."""
GAP = "[ \u00a0\u2009\u202f'’]"
"""What separates thousands besides commas and points: spaces of all kinds, apostrophes."""
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
"""What word processors write for a hyphen."""
DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٫٬−", "01234567890123456789.,-")
LETTERS = str.maketrans("يكةأإ\u00a0\u202f", "یکهاا  ", "\u0640\u0654")
"""Persian as an Arabic keyboard writes it; the marks of an ezafe, and stretched lines, go."""
