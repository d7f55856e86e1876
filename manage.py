#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys


def main() -> None:
    """Runs the management command named on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        sys.exit(f"This cannot start: {problem}")


if __name__ == "__main__":
    main()
