"""The roles of the second lock (ADR 36): made where our role may make them, else handed to an administrator as SQL.

Roles belong to the whole server and are in no dump; rights and functions are written anew after every migration and
every restore, so they follow from the present version alone.
"""

from typing import Any

from django.db import DatabaseError, connection
from psycopg.errors import DuplicateObject

from guildhall.context.postgresql.base import APP, KEEPER
from guildhall.project.programs import Unavailable
from guildhall.students.second_lock import FUNCTIONS

MAKING = {APP: f"CREATE ROLE {APP} NOLOGIN", KEEPER: f"CREATE ROLE {KEEPER} NOLOGIN BYPASSRLS"}
# Of the role that signed in: a command may be at work as the keeper when it asks.
STANDING = """
SELECT session_user, r.rolsuper,
  ARRAY(SELECT rolname::text FROM pg_roles WHERE rolname = ANY(%(roles)s)),
  ARRAY(SELECT rolname::text FROM pg_roles WHERE rolname = ANY(%(roles)s)
        AND pg_has_role(session_user, oid, 'MEMBER')),
  ARRAY(SELECT rolname::text FROM pg_roles WHERE rolname = %(app)s AND (rolsuper OR rolbypassrls)
        OR rolname = %(keeper)s AND NOT rolbypassrls)
FROM pg_roles r WHERE rolname = session_user
"""


def lacking(cursor: Any) -> list[str]:
    """The statements that an administrator would have to run for the second lock; none where it can stand."""
    cursor.execute(STANDING, {"roles": list(MAKING), "app": APP, "keeper": KEEPER})
    role, superuser, there, member, wrong = cursor.fetchone()
    statements = [f"{words};" for name, words in MAKING.items() if name not in there]
    statements += [f"ALTER ROLE {name} NOSUPERUSER {'NO' if name == APP else ''}BYPASSRLS;" for name in wrong]
    if not superuser:
        statements += [f'GRANT {name} TO "{role}";' for name in MAKING if name not in member]
    return statements


def stand() -> None:
    """Make the roles, give them their rights and write the functions that the policies ask. Again does no harm.

    Raises `Unavailable` with the statements for an administrator where our role may not make them.
    """
    with connection.cursor() as cursor:
        statements = lacking(cursor)
        for statement in statements:
            try:
                cursor.execute(statement)
            except DatabaseError as error:
                if isinstance(error.__cause__, DuplicateObject):  # somebody else has just made it
                    continue
                raise Unavailable(for_administrator(statements)) from error
        for function in FUNCTIONS:
            cursor.execute(function)
        roles = f"{APP}, {KEEPER}"
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {roles}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {roles}")
        cursor.execute(f"GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {roles}")


def for_administrator(statements: list[str]) -> str:
    """What to tell whoever may not make the roles."""
    return (
        "the second lock on student records needs two roles that the role of DATABASE_URL may not make. Hand this to "
        "the administrator of the database, then run 'guildhall migrate' again:\n" + "\n".join(statements)
    )
