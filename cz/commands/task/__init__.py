"""``cz task``, one action a file of its name."""
