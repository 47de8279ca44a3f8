"""The demo region, loaded into a template database."""

from django.core.management import call_command


def load_region() -> None:
    """All of it, as `script/run` loads it."""
    call_command("demo", quiet=True, demo_here=True)
