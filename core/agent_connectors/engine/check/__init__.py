"""Checks the parameters of a call, and says what is wrong with them."""
