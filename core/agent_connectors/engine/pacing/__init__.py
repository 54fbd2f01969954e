"""Keeps calls within a rate limit."""
