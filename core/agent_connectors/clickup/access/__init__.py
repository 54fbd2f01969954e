"""How ClickUp is reached: credentials, options, and what its refusals mean."""
