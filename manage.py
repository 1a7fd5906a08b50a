#!/usr/bin/env python3
"""Django's command-line entry point."""

import os
import sys


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 (needs the variable above)

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
