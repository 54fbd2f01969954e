"""Webhooks: what happened in the workspace, told to those who asked for it.

After each request the workspace is compared with what was remembered of it (`memory`), the
differences are events (`events`), each goes to the webhooks that hear it (`hearers`), and waits in
the `outbox` until it is delivered (`sending`).
"""
