"""How things look on a terminal, in a pipe, and as JSON. Text from a file is only ever text."""
