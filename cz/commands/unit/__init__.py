"""``cz unit``, one action a file of its name."""
