"""What each line is, and which lines belong together."""
