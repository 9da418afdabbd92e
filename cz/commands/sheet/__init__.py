"""``cz sheet``, one action a file of its name."""
