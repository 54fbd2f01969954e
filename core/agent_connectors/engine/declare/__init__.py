"""Declares operations, and reads what was declared."""
