"""What an operator does beside the server, one file a group of commands."""
