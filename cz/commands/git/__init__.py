"""``cz git``, one action a file of its name."""
