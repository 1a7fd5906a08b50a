"""Addresses of the door: residents, and moderators under /moderation/."""

from django.urls import register_converter

from contributions.converters import ReferenceConverter, StepConverter

register_converter(ReferenceConverter, "contribution")
register_converter(StepConverter, "step")

from contributions.urls import moderators, residents  # noqa: E402 (their addresses)

app_name = "contributions"
urlpatterns = [*residents.urlpatterns, *moderators.urlpatterns]
