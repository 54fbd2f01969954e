"""Calls under way: what they have sent, what ends them, and who waits for them."""
