"""The steps of a call, between its parameters and its result."""
