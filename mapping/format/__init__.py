"""A campaign folder: its tables and their declaration, what is read from them, and what is wrong.

The data flows from `csv_file` (cells to records, by `schema` and `tables`) to `campaign` (the
whole folder as one value); `mending` says what to write instead, `canonical` writes it again.
"""
