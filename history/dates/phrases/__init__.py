"""Own the words people use about time, one table per language."""
