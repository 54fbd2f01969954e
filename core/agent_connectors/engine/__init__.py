"""Runs operations against a product's HTTP API; knows no product and no agent framework."""
