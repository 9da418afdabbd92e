"""``cz finding``, one action a file of its name."""
