"""What the workspace holds: plain objects that refer to each other, and the indexes over them."""
