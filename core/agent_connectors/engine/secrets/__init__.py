"""The credential, and where it must not be seen."""
