"""What a call would do: the requests it would send, and the objects before and after."""
