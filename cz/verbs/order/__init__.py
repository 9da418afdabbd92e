"""The verbs of ``cz order``, one module an action; what they share: find, draft."""
