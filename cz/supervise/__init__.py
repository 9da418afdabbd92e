"""The rules of supervision: what the records of findings come to, on any day.

Each rule is told in docs/supervision.md.
"""
