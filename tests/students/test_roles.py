"""The roles of the second lock: made where that may be done, else handed to an administrator as SQL."""

import pytest
from django.db import connection

from guildhall.project import second_lock
from guildhall.project.checks import second_lock_stands
from guildhall.project.programs import Unavailable

pytestmark = pytest.mark.django_db


@pytest.fixture
def poor():
    """Somebody who owns a database of an administrator's server, and may make no roles."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:
            pytest.skip("this database's user may not create roles")
        cursor.execute("DROP ROLE IF EXISTS owns_a_database_alone")
        cursor.execute("CREATE ROLE owns_a_database_alone LOGIN")  # gone with the transaction of the test
        yield cursor


def test_where_they_stand_nothing_is_lacking(db):
    with connection.cursor() as cursor:
        assert second_lock.lacking(cursor) == []
    assert second_lock_stands(None) == []
    second_lock.stand()  # again does no harm


def test_who_signed_in_is_asked_also_by_a_command_at_work_as_the_keeper(db):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE guildhall_keeper")
        assert second_lock.lacking(cursor) == []


def test_whoever_may_not_make_them_is_given_the_statements(poor):
    poor.execute("SET LOCAL SESSION AUTHORIZATION owns_a_database_alone")
    statements = second_lock.lacking(poor)
    assert statements == [
        'GRANT guildhall_app TO "owns_a_database_alone";',
        'GRANT guildhall_keeper TO "owns_a_database_alone";',
    ]
    (told,) = second_lock_stands(None)
    assert told.id == "guildhall.E004"
    assert all(one in told.msg for one in statements)
    poor.execute("RESET SESSION AUTHORIZATION")
    for one in statements:
        poor.execute(one)  # as the administrator does
    poor.execute("SET LOCAL SESSION AUTHORIZATION owns_a_database_alone")
    assert second_lock.lacking(poor) == []


def test_without_the_roles_it_stops_with_a_sentence(poor, monkeypatch):
    monkeypatch.setattr(second_lock, "MAKING", {"no_such_role": "CREATE ROLE no_such_role NOLOGIN"})
    monkeypatch.setattr(second_lock, "APP", "no_such_role")
    poor.execute("SET LOCAL SESSION AUTHORIZATION owns_a_database_alone")
    with pytest.raises(Unavailable, match="Hand this to the administrator(.|\n)*CREATE ROLE no_such_role NOLOGIN;"):
        second_lock.stand()


def test_a_role_that_may_too_much_is_put_right(poor):
    poor.execute("ALTER ROLE guildhall_app BYPASSRLS")
    assert second_lock.lacking(poor) == ["ALTER ROLE guildhall_app NOSUPERUSER NOBYPASSRLS;"]
    poor.execute("ALTER ROLE guildhall_app NOBYPASSRLS")
    assert second_lock.lacking(poor) == []
