"""The API says so when it does not know a parameter, or is told a thing twice."""

import codecs
import json
from typing import Any, ClassVar

from django.core.exceptions import TooManyFieldsSent
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import JSONParser, get_encoding


class Negotiation(DefaultContentNegotiation):
    """Answer 400 to more parameters than anybody would write, before all else."""

    def select_renderer(self, request, renderers, format_suffix=None):
        try:
            return super().select_renderer(request, renderers, format_suffix)
        except TooManyFieldsSent as error:
            raise ParseError(_("These are too many parameters.")) from error


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


class OnceJSONParser(JSONParser):
    """Refuse a name that stands twice in one object: nobody knows which is meant."""

    def parse(self, stream, media_type=None, parser_context=None) -> Any:
        """Read the body; 400 for what is no JSON, or says one thing twice."""
        encoding = get_encoding(parser_context or {})
        try:
            return json.load(
                codecs.getreader(encoding)(stream),
                parse_constant=_no_number,
                object_pairs_hook=_once,
            )
        except (ValueError, RecursionError) as error:
            raise ParseError(f"JSON parse error - {error}") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ParseError(_("A name stands twice in one JSON object."))
    return found


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no JSON")
