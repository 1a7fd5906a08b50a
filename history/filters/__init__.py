"""What may be asked of the archive, by pages and by programs."""

from history.filters.items import Choice, ItemFilter

__all__ = ["Choice", "ItemFilter"]
