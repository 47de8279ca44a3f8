"""After a migration the database looks at its tables, so that what it takes for rare is rare."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.models.signals import post_migrate


def known_columns():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stats WHERE tablename = 'employers_employer'")
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_the_database_looks_at_its_tables_after_a_migration(cast):
    cast.shared("Kestrel Aerospace")
    told = {"sender": apps.get_app_config("project"), "using": "default", "app_config": apps.get_app_config("project")}
    post_migrate.send(**told, verbosity=0, interactive=False, apps=apps, plan=[])
    assert known_columns() == 0, "the control: nothing was migrated, nothing is looked at"
    post_migrate.send(**told, verbosity=0, interactive=False, apps=apps, plan=[("a migration", False)])
    assert known_columns() > 0
