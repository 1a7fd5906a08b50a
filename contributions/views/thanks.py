"""Say thank you on the page of an item: one press, with or without an account."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.doors import private
from contributions import limits, thanking
from contributions.views.residents.door import account, too_often
from history.models import Item

THANKS_AN_HOUR = 60
A_DAY = 24 * 3600


@private
@require_POST
def say(request, pk: int):
    """Note a thank-you, once a day from one address, once for ever from an account."""
    item = get_object_or_404(Item.objects.published(), pk=pk)
    if refusal := too_often(request, "thanks", amount=THANKS_AN_HOUR, rises=True):
        return refusal
    who = account(request)
    if who is not None and who.pk == item.contributor_id:
        messages.info(request, _("This is your own gift: the town thanks you."))
    elif _is_first(request, item, who):
        messages.success(request, _("Thank you. Whoever gave it will see it."))
    else:
        messages.info(request, _("You have said thank you already."))
    return redirect(f"{item.get_absolute_url()}#thanks")


def _is_first(request, item: Item, who) -> bool:
    if who is not None:
        return thanking.thank(item, account=who)
    is_free = limits.within_address(
        request, f"thanks-{item.pk}", amount=1, seconds=A_DAY
    )
    return is_free and thanking.thank(item)
