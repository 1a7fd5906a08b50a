"""Who a person is to us: an address, a name to show and a language; nothing else."""

from django.conf import settings
from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager):
    """Create people by their address."""

    use_in_migrations = True

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a person whatever the letter case of the address."""
        return self.get(email=(username or "").strip().lower())

    def create_user(self, email: str, password: str | None = None, **extra) -> "User":
        """Create a person; without a password they sign in by e-mailed code."""
        user = self.model(email=email.strip().lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, email: str, password: str | None = None, **extra
    ) -> "User":
        """Create an administrator for `manage.py createsuperuser`."""
        return self.create_user(
            email, password, is_staff=True, is_superuser=True, **extra
        )


class User(AbstractUser):
    """A resident, a librarian or an administrator; the e-mail address is the login."""

    username = None
    first_name = None
    last_name = None
    email = models.EmailField(_("e-mail"), unique=True)
    display_name = models.CharField(_("name to show"), max_length=120, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, default="uk"
    )

    objects = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_any_case"),
        ]

    def __str__(self) -> str:
        return self.display_name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = self.email.strip().lower()

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name


def display_name(user: User) -> str:
    """Name a person in pages and mails without showing the whole address."""
    return user.display_name or user.email.split("@", 1)[0]
