"""``cz add``, one kind of record a file of its name."""
