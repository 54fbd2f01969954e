"""Carries out one request: encoded, paced, repeated where safe, judged."""
