"""The demo accounts: made once, printed as a table."""

from allauth.account.models import EmailAddress

from accounts import roles
from accounts.models import User
from sample import town


def make_accounts() -> dict[str, User]:
    """Make the demo accounts, or find them, by their keys."""
    roles.sync()
    password = town.single("accounts", "password")
    made = {}
    for row in town.table("accounts", "account"):
        user = User.objects.filter(email=row["email"]).first()
        if user is None:
            user = User.objects.create_user(
                row["email"],
                password,
                display_name=row["name"],
                language=row["language"],
            )
            EmailAddress.objects.create(
                user=user, email=user.email, verified=True, primary=True
            )
            roles.give(user, roles.Role(row["role"]))
        made[row["key"]] = user
    return made


def account_table() -> str:
    """Write the table of demo accounts for a terminal; empty when there are none."""
    rows = town.table("accounts", "account")
    known = set(
        User.objects.filter(email__in=[row["email"] for row in rows]).values_list(
            "email", flat=True
        )
    )
    password = town.single("accounts", "password")
    cells = [("role", "e-mail", "password", "language")]
    cells += [
        (row["role"], row["email"], password, row["language"])
        for row in rows
        if row["email"] in known
    ]
    if len(cells) == 1:
        return ""
    widths = [max(len(cell[k]) for cell in cells) for k in range(4)]
    lines = [
        "  ".join(text.ljust(width) for text, width in zip(cell, widths, strict=True))
        for cell in cells
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(line.rstrip() for line in lines)
