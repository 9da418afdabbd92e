"""What people type, wherever they type it: days, numbers, words, ids and lists of names.

One set of rules for commands, the plan's files and tables; docs/input.md shows it, run by a test.
"""
