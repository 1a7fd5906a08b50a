"""What may be asked of the archive, by pages and by programs."""

from history.filters.choosing import Choice
from history.filters.items import ItemFilter

__all__ = ["Choice", "ItemFilter"]
