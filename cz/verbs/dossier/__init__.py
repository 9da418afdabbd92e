"""``cz dossier``, one action a module of its name."""
