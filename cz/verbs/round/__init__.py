"""``cz round``, one action a file of its name."""
