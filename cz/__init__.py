"""cz: a district's campaign plan kept in plain YAML files."""

__version__ = "0.1.0"
