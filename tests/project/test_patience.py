"""A record that somebody else is changing: whoever sends a form waits for seconds, not for as long as it takes."""

from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection

from guildhall.project.patience import FOR_A_ROW, limit_waiting


@contextmanager
def locked(employer):
    """Somebody's transaction on an employer that does not come to its end."""
    known = {k: v for k, v in connection.get_connection_params().items() if k in ("host", "port", "user")}
    with psycopg.connect(**known, dbname=connection.settings_dict["NAME"]) as other:
        other.execute("SELECT 1 FROM employers_employer WHERE id = %s FOR UPDATE", [employer.pk])
        yield


@pytest.fixture
def patient():
    """A connection as a web process has it, in less time."""
    connection.ensure_connection()
    limit_waiting(connection)
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == (f"{FOR_A_ROW // 1000}s",)
        cursor.execute("SET lock_timeout = 200")
    yield
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_busy_record_is_told_in_words(cast, client, patient):
    employer = cast.shared("Kestrel Aerospace").employer
    client.force_login(cast.director)
    client.raise_request_exception = False
    form = {"name": "Kestrel Works", "version": str(employer.version)}
    with locked(employer):
        answer = client.post(f"/employers/{employer.pk}/change/", form)
        assert client.get(f"/employers/{employer.pk}/").status_code == 200, "it can be read meanwhile"
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "Somebody else is changing this record" in answer.content.decode()
    assert client.post(f"/employers/{employer.pk}/change/", form).status_code in (200, 302)
