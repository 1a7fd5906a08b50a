from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _


class ContributionsConfig(AppConfig):
    name = "contributions"
    verbose_name = _("Contributions")

    def ready(self) -> None:
        from contributions.merging import follow  # noqa: PLC0415 (models come later)
        from history.merging import merged  # noqa: PLC0415

        user_logged_in.connect(_adopt, dispatch_uid="gifts follow their giver")
        merged.connect(follow, dispatch_uid="contributions follow their item")


def _adopt(sender, user, **kwargs) -> None:
    from contributions import intake  # noqa: PLC0415

    intake.adopt(user)
