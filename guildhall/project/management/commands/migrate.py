from typing import Any

from django.core.management import CommandError, call_command
from django.core.management.commands import migrate
from django.core.management.commands.migrate import Command as Migrate
from django.db import connection

from guildhall.context import Keeper
from guildhall.context.commands import InContext
from guildhall.project import second_lock
from guildhall.project.migrating import LeanExecutor
from guildhall.project.programs import Unavailable

LOCK = 7_041_776  # any number that only we use
LOCKED = "students_enrolment"  # what the functions of the second lock read: not there where somebody migrated back

migrate.MigrationExecutor = LeanExecutor  # Django's command takes the one that its module names


class Command(InContext, Migrate):
    """Django's migrate, the shared cache's table and the second lock; of several processes that start, one works."""

    keeper = Keeper.SCHEMA
    reason = "migrations"
    knows_home = False  # the tables may not be there yet

    def handle(self, *args: Any, **options: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            try:
                super().handle(*args, **options)
                call_command("createcachetable", verbosity=0)
                if LOCKED in connection.introspection.table_names():
                    second_lock.stand()
            except Unavailable as error:
                raise CommandError(str(error)) from error
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
