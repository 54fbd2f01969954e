"""Text as ClickUp takes it: Markdown in pieces, people who are mentioned."""
