"""The sample city as an app."""

from django.apps import AppConfig


class SampleConfig(AppConfig):
    name = "sample"
