"""A database migrated with few classes made anew is the one that Django's own way makes (ADR 60)."""

from contextlib import contextmanager

from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connection, migrations, models
from django.db.migrations.executor import MigrationExecutor

from guildhall.project.migrating import LeanExecutor, stands_alone
from tests import databases
from tests.sampling import THOROUGH

# Nothing named means all of them; Django's own way takes more than a minute for that.
APPS = [] if THOROUGH else ["employers"]
CATALOG = (
    """SELECT table_name, column_name, data_type, character_maximum_length::text, is_nullable, column_default,
              identity_generation, generation_expression
       FROM information_schema.columns WHERE table_schema = 'public'""",
    """SELECT conrelid::regclass::text, conname, condeferrable::text, pg_get_constraintdef(oid) FROM pg_constraint
       WHERE connamespace = 'public'::regnamespace""",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT proname, md5(prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies",
    "SELECT app, name FROM django_migrations",
)


@contextmanager
def migrated(executor, monkeypatch):
    """A database of its own, migrated by one of the executors; it is worked in inside the block."""
    name = f"test_migrating_{executor.__name__.lower()}_{databases.WORKER}"
    databases._create(name, "template0")
    try:
        with databases.connected_to(name):
            monkeypatch.setattr(migrate, "MigrationExecutor", executor)
            call_command("migrate", *APPS, interactive=False, verbosity=0)
            yield
    finally:
        databases._sql(f'DROP DATABASE "{name}"')


def catalog():
    facts = set()
    with connection.cursor() as cursor:
        for number, question in enumerate(CATALOG):
            cursor.execute(question)
            facts |= {(number, *row) for row in cursor.fetchall()}
    return facts


def test_both_ways_make_the_same_tables(django_db_blocker, monkeypatch):
    with django_db_blocker.unblock():
        with migrated(MigrationExecutor, monkeypatch):
            by_django = catalog()
        with migrated(LeanExecutor, monkeypatch), connection.cursor() as cursor:
            assert catalog() == by_django
            cursor.execute("ALTER TABLE people_person ALTER given_name TYPE varchar(7)")
            assert catalog() != by_django, "the control"


def test_what_others_may_refer_to_is_left_to_djangos_own_way():
    words = models.CharField(max_length=7)
    assert stands_alone(migrations.AlterField("person", "name", words))
    assert not stands_alone(migrations.AlterField("person", "name", models.CharField(max_length=7, unique=True)))
    assert not stands_alone(migrations.AlterField("person", "id", models.BigAutoField(primary_key=True)))
    assert not stands_alone(migrations.RenameField("person", "name", "called"))
    assert not stands_alone(migrations.RenameModel("Person", "Human"))
    renamed = migrations.SeparateDatabaseAndState(state_operations=[migrations.RenameField("person", "name", "called")])
    assert not stands_alone(renamed)
    assert stands_alone(migrations.SeparateDatabaseAndState([migrations.RunSQL("SELECT 1")]))
