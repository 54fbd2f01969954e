"""The command, as `python -m agent_connectors.cli`."""

from agent_connectors.cli import main

if __name__ == "__main__":
    main()
