"""Components with a body."""

from django import template

register = template.Library()
