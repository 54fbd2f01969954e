"""Requests and answers over the network: all that touches the HTTP library."""
