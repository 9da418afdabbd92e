"""``cz condition``, one action a file of its name."""
