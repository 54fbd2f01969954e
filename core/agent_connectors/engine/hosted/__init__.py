"""Hosted execution: a server with Airbyte's API holds the credential and carries out the calls."""

from agent_connectors.engine.hosted.auth import AirbyteAuthConfig

__all__ = ["AirbyteAuthConfig"]
