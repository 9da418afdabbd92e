"""How fast ``cz`` is, measured as whole processes.

``python bench/run.py`` runs it; nothing here is part of the wheel.
"""
