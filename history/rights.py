"""Rights statements we use, each with its URI and plain words.

Source: rightsstatements.org 1.0 and Creative Commons 4.0.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rights(models.TextChoices):
    """What others may do with an item; the value is the statement's URI."""

    CC_BY = (
        "https://creativecommons.org/licenses/by/4.0/",
        _("Free to use, name the author (CC BY 4.0)"),
    )
    CC_BY_SA = (
        "https://creativecommons.org/licenses/by-sa/4.0/",
        _("Free to use, name the author, share alike (CC BY-SA 4.0)"),
    )
    CC_BY_NC = (
        "https://creativecommons.org/licenses/by-nc/4.0/",
        _("Free to use without profit, name the author (CC BY-NC 4.0)"),
    )
    PUBLIC_DOMAIN = (
        "https://creativecommons.org/publicdomain/mark/1.0/",
        _("No longer protected: free to use"),
    )
    IN_COPYRIGHT = (
        "https://rightsstatements.org/vocab/InC/1.0/",
        _("Protected: ask before you use it"),
    )
    ORPHAN = (
        "https://rightsstatements.org/vocab/InC-OW-EU/1.0/",
        _("Protected, the author is not known or cannot be found"),
    )
    UNDETERMINED = (
        "https://rightsstatements.org/vocab/UND/1.0/",
        _("We do not know yet who holds the rights"),
    )


REUSABLE = frozenset(
    {Rights.CC_BY, Rights.CC_BY_SA, Rights.CC_BY_NC, Rights.PUBLIC_DOMAIN}
)
