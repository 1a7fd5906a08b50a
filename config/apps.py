from django.apps import AppConfig
from django.core.validators import EmailValidator, MaxLengthValidator
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.forms import Field
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    name = "config"
    verbose_name = _("Site")

    def ready(self) -> None:
        """Let forms refuse in a sentence that says what to do; watch what changes."""
        from config import changes  # noqa: PLC0415

        connection_created.connect(changes.listen, dispatch_uid="changes")
        post_migrate.connect(changes.begin, sender=self, dispatch_uid="changes")
        EmailValidator.message = _(
            "Please look at the address: it should be like name@site.ua."
        )
        MaxLengthValidator.message = _(
            "This is too long (%(show_value)d characters). Please shorten it to "
            "%(limit_value)d."
        )
        Field.default_error_messages["required"] = _("Please fill this in.")
