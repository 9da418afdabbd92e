"""Cells of somebody's own .xlsx filled in, everything else byte for byte as it was."""
