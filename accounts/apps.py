from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        from django.contrib.admin.models import LogEntry  # noqa: PLC0415

        from accounts.audit import of_the_admin  # noqa: PLC0415

        post_save.connect(of_the_admin, sender=LogEntry, dispatch_uid="audit-of-admin")
