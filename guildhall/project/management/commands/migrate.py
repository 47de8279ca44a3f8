from typing import Any

from django.core.management import call_command
from django.core.management.commands.migrate import Command as Migrate
from django.db import connection

from guildhall.context import Keeper
from guildhall.context.commands import InContext

LOCK = 7_041_776  # any number that only we use


class Command(InContext, Migrate):
    """Django's migrate, and the table of the shared cache; of several processes that start, one works."""

    keeper = Keeper.SCHEMA
    reason = "migrations"
    knows_home = False  # the tables may not be there yet

    def handle(self, *args: Any, **options: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            try:
                super().handle(*args, **options)
                call_command("createcachetable", verbosity=0)
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
