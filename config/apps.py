from django.apps import AppConfig
from django.core.validators import EmailValidator, MaxLengthValidator
from django.forms import Field
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    name = "config"
    verbose_name = _("Site")

    def ready(self) -> None:
        """Let every form refuse in a sentence that says what to do."""
        EmailValidator.message = _(
            "Please look at the address: it should be like name@site.ua."
        )
        MaxLengthValidator.message = _(
            "This is too long (%(show_value)d characters). Please shorten it to "
            "%(limit_value)d."
        )
        Field.default_error_messages["required"] = _("Please fill this in.")
