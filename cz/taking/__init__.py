"""Tables of others into a plan that stands: what they are, what each row says, what it changes.

The rules, with examples, are in docs/import.md.
"""
