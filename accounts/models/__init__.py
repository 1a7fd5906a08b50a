"""People, and the record of what the staff among them did."""

from accounts.models.audit import AuditEntry
from accounts.models.user import User, UserManager, display_name

__all__ = ["AuditEntry", "User", "UserManager", "display_name"]
