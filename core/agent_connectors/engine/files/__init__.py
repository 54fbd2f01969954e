"""Files to a product and from it."""
