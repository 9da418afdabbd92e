"""``cz evidence``, one action a file of its name."""
