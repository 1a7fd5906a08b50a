"""Words for how an item stands before visitors, and for how sure we are of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sensitive(models.TextChoices):
    """Why an item is covered until a visitor chooses to see it."""

    DEATH = "death", _("It shows a dead person or a funeral.")
    VIOLENCE = "violence", _("It shows war, wounds or violence.")
    HEALTH = "health", _("It shows illness or a hospital.")
    BODY = "body", _("It shows a naked body.")
    WORDS = "words", _("It contains words that hurt people.")


class Sureness(models.TextChoices):
    """How sure somebody is of a date; never turned into days."""

    CERTAIN = "certain", _("Certain")
    PROBABLY = "probably", _("Probably")
    GUESS = "guess", _("A guess")


class Accuracy(models.TextChoices):
    """What the pin on the map stands for."""

    HOUSE = "house", _("Exactly this house or spot")
    STREET = "street", _("Somewhere on this street")
    DISTRICT = "district", _("Somewhere in this part of the town")
    UNKNOWN = "unknown", _("I don't know, please help")
