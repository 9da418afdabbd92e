"""A plan that came as a document: what it says, and the folder that is made of it.

From the file to the folder: paragraphs (reading) → breaks (lines as they were meant) → outline
(numbering) → clauses (which units: brackets, sentences, labels, spoken) and task tables →
structure (tasks, phases, groups) → units (names, kinds, ids) → plan_files and doubts (what is
written). All of it is by rules that docs/intake.md lists; nothing is guessed where the document is
silent.
"""
