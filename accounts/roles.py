"""The only list of roles and what each may do; `manage.py sync_roles` applies it."""

from django.contrib.auth.models import Group, Permission
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The names of the groups that carry our permissions."""

    RESIDENT = "resident", _("Resident")
    MODERATOR = "moderator", _("Moderator")
    CURATOR = "curator", _("Curator")
    EDITOR = "editor", _("Editor")
    ADMINISTRATOR = "administrator", _("Administrator")


MODERATING = {
    "contributions.moderate",
    "contributions.view_contribution",
    "contributions.view_comment",
    "contributions.change_comment",
    "history.view_item",
    "history.take_down_item",
}
CURATING = MODERATING | {
    f"history.{verb}_{model}"
    for verb in ("add", "change", "view")
    for model in (
        "item", "media", "collection", "collectionentry", "place", "placename",
        "person", "subject", "depiction", "namedperiod", "call", "claim", "synonym",
        "exhibit", "oldmap", "daypicture",
    )
} | {
    "history.restore_item", "history.delete_namedperiod", "history.delete_synonym",
    "history.delete_collection", "history.delete_exhibit", "history.delete_oldmap", "history.delete_call", "contributions.break_claim",
    "contributions.add_sanction",
}  # fmt: skip
CURATING |= {
    f"contributions.{verb}_readyquestion" for verb in ("add", "change", "view")
}
EDITING = CURATING | {
    f"news.{verb}_{model}"
    for verb in ("add", "change", "view", "delete")
    for model in ("post", "postpicture", "byline", "material", "tag", "event", "branch")
}
EDITING |= {
    f"news.{verb}_{model}"
    for verb in ("add", "change", "view", "delete")
    for model in (
        "openinghours", "specialday", "service", "guidetopic", "guideentry",
        "answeredquestion",
    )
}  # fmt: skip
EDITING |= {"contributions.send_newsletter"}
ADMINISTRATING = EDITING | {
    "accounts.add_user", "accounts.change_user", "accounts.view_user",
    "accounts.view_auditentry",
    "contributions.view_contact", "contributions.view_moderationevent",
    "contributions.view_letter", "contributions.view_message",
    "history.care_for_files",
}  # fmt: skip

PERMISSIONS: dict[str, set[str]] = {
    Role.RESIDENT: set(),
    Role.MODERATOR: MODERATING,
    Role.CURATOR: CURATING,
    Role.EDITOR: EDITING,
    Role.ADMINISTRATOR: ADMINISTRATING,
}
STAFF = frozenset({Role.MODERATOR, Role.CURATOR, Role.EDITOR, Role.ADMINISTRATOR})


@transaction.atomic
def sync() -> None:
    """Make the groups match the list.

    Raises: LookupError when the list names a permission that no model declares.
    """
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for role, names in PERMISSIONS.items():
        missing = names - known.keys()
        if missing:
            raise LookupError(
                f"No model declares {sorted(missing)}: run migrate first."
            )
        group, _created = Group.objects.get_or_create(name=role)
        group.permissions.set(known[name] for name in names)


def give(user, role: Role) -> None:
    """Give a person one role; staff roles open the admin as well."""
    user.groups.set([Group.objects.get(name=role)])
    user.is_staff = role in STAFF
    user.save(update_fields=["is_staff"])


def is_library_staff(user) -> bool:
    """Say whether this person works for the library."""
    return user.is_authenticated and user.is_active and user.is_staff
