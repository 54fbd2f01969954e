"""What ClickUp adds to a call: names, times, labels, and what it leaves out."""
