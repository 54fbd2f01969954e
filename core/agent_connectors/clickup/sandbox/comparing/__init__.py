"""What became of a workspace: what was made, changed and deleted between two moments."""
