"""Loaded once, by the server that dying workers are forked from: they begin warm."""

import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()
