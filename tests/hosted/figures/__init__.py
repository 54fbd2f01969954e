"""Measures the server: truth under faults, logins, revocation, cost, memory, capacity.

python -m tests.hosted.figures [PART ...]
"""
