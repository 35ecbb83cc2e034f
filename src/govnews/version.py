"""The versions that every record carries: of the code, of the data tables, of the record's form."""

CODE = "0.1.0"
"""Version of the library (semantic; a changed result is at least a minor release)."""

DATA = "2026.11.0"
"""Version of the tables in govnews/data (calendar: year.month.number)."""

SCHEMA = 1
"""Version of the record that `govnews.to_dict` writes."""
