from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class HistoryConfig(AppConfig):
    name = "history"
    verbose_name = _("Archive")

    def ready(self) -> None:
        post_migrate.connect(_begin_periods, sender=self, dispatch_uid="world-periods")
        from history import days, exhibiting  # noqa: PLC0415
        from history.search import names  # noqa: PLC0415

        names.listen()
        from history import shelving  # noqa: PLC0415

        shelving.listen()
        exhibiting.listen()
        days.listen()
        post_migrate.connect(_begin_atlas, sender=self, dispatch_uid="atlas")


def _begin_periods(sender, using, **kwargs) -> None:
    # After `migrate history zero` and in old states the table is not there.
    from history import periods  # noqa: PLC0415
    from history.models import NamedPeriod  # noqa: PLC0415

    tables = connections[using].introspection.table_names()
    if using == DEFAULT_DB_ALIAS and NamedPeriod._meta.db_table in tables:
        periods.fill_world()


def _begin_atlas(sender, using, **kwargs) -> None:
    """Put what was published before there was a map onto it."""
    from history.models import Item, Spot  # noqa: PLC0415
    from history.search import index  # noqa: PLC0415

    tables = connections[using].introspection.table_names()
    if using != DEFAULT_DB_ALIAS or Spot._meta.db_table not in tables:
        return
    if Spot.objects.exists():
        return
    index.begin_atlas(Item.objects.published())
