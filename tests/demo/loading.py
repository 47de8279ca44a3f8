"""The demo region, loaded into a template database."""

from django.core.management import call_command

from guildhall.lib import clock


def load_region() -> None:
    """All of it, as `script/run` loads it."""
    call_command("demo", quiet=True, demo_here=True, time_zone=str(clock.zone()))
