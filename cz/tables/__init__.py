"""Tables that somebody sent: whatever the file is, rows of cells with where they stood."""

from cz.tables.read import read, read_bytes
from cz.tables.sent import Area, Place, Row, Sent, Table, Value, column_name, text_of

__all__ = [
    "Area",
    "Place",
    "Row",
    "Sent",
    "Table",
    "Value",
    "column_name",
    "read",
    "read_bytes",
    "text_of",
]
