"""What others write: JSON, names that are nearly right, options."""
