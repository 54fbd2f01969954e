"""The pictures of the README and the docs, drawn from what the code prints."""
