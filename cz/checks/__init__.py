"""What is wrong with a plan as loaded, beyond what each record says by itself."""

from cz.checks.advice import advice
from cz.checks.references import references

__all__ = ["advice", "references"]
