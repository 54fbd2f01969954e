"""What texts say of times: the time of day, the day, the length; see `moments.parse`."""
