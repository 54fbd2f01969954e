"""`python -m agent_connectors.cli`."""

from agent_connectors.cli import main

main()
