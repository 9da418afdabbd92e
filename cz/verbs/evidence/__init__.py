"""``cz evidence``, one action a module of its name."""
