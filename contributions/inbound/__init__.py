"""Letters that residents send: read, stripped of what they quote, put where they belong."""

from contributions.inbound.taking import Outcome, TryAgain, take

__all__ = ["Outcome", "TryAgain", "take"]
