"""The public API says so when it does not know a parameter."""

from typing import ClassVar

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError


class StrictParameters:
    """Answer 400 to a parameter that the endpoint does not know, or that comes twice."""

    known_parameters: ClassVar[frozenset[str]] = frozenset()

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        problems = {}
        for name, values in request.query_params.lists():
            if name not in self.known_parameters:
                problems[name] = [_("There is no such parameter.")]
            elif len(values) > 1:
                problems[name] = [_("Give this parameter once.")]
        if problems:
            raise ValidationError(problems)
