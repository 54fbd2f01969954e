"""What is kept: organizations, clients, workspaces, connectors, and the audit log."""
