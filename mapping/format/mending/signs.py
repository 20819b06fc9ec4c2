"""Signs that stand for something else, or for nothing."""

from __future__ import annotations

import re

UNKNOWN = re.compile(r"n/?a|unknown|none|nil|null|tbd|[?\-–—.]+", re.IGNORECASE)
FAILED = re.compile(r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|#+)")
"""What a spreadsheet shows for a formula that failed, or a column that is too narrow."""
HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
"""Characters that nobody sees: they come with text copied from web pages."""
GAP = "[ \u00a0\u2009\u202f'’]"
"""What separates thousands besides commas and points: spaces of all kinds, apostrophes."""
DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٫٬−", "01234567890123456789.,-")
