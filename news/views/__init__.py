"""The pages of the news and of the events."""
