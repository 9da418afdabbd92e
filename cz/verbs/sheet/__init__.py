"""``cz sheet``: forms for the units, and what comes back of them."""
