"""``cz survey``, one action a file of its name."""
