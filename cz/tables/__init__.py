"""Tables that somebody sent: whatever the file is, rows of cells with where they stood."""

from cz.tables.besides import besides, rows_named
from cz.tables.read import read, read_bytes, read_table_bytes
from cz.tables.sent import Area, Place, Row, Sent, Table, Value, column_name, text_of
from cz.tables.text import LOOKED

__all__ = [
    "LOOKED",
    "Area",
    "Place",
    "Row",
    "Sent",
    "Table",
    "Value",
    "besides",
    "column_name",
    "read",
    "read_bytes",
    "read_table_bytes",
    "rows_named",
    "text_of",
]
