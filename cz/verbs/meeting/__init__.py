"""``cz meeting``, one action a file of its name."""
