"""The rules of surveys (问卷): sizes and margins, rates with their interval, tallies of a table.

Pure functions; the rules stand in docs/surveys.md.
"""
