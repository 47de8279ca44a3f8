"""Whether the database has the tables that this version works with."""

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from guildhall.project import identity, second_lock
from guildhall.project.archives import unfinished
from guildhall.project.programs import Unavailable

NEEDS_TABLES = {"demo", "import", "report", "serve", "worker", "backup", "check"}

MAKES_TABLES = {"migrate", "run", "serve", "worker", "restore", "demo"}
EXTENSIONS = ("pg_trgm", "unaccent")  # that our migrations ask for
NEEDS_NO_DATABASE = {"check", "makemessages", "compilemessages", "makemigrations"}


def know_each_other(words: list[str]) -> None:
    """Let this home and the database of DATABASE_URL know each other; raise `Unavailable` where they are strangers."""
    if not settings.EXTERNAL_DATABASE:
        return  # the embedded server has seen to it
    home = settings.HOME
    try:
        home.mkdir(parents=True, exist_ok=True)
        with connection.cursor() as cursor:
            identity.pair(home, cursor, identity.EXTERNAL)
    except OperationalError:
        if words[0] not in NEEDS_NO_DATABASE:
            raise
    except OSError as error:
        raise Unavailable(
            f"The folder {home} cannot be written ({error.strerror}): choose another one with GUILDHALL_HOME."
        ) from error


def require_tables(words: list[str]) -> None:
    """Give an empty database its tables; raise `Unavailable` with one sentence for one of another version."""
    if words[0] not in {"restore", *NEEDS_NO_DATABASE} and (archive := unfinished()):
        raise Unavailable(
            f"restoring {archive} has not come to its end, so people who were erased may be back: run 'guildhall "
            "restore' again."
        )
    if settings.EXTERNAL_DATABASE and words[0] in MAKES_TABLES:
        _require_rights()
    if words[0] not in NEEDS_TABLES or (words[0] == "check" and words[1:2] not in (["audit"], ["files"])):
        return
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not missing:
        return
    ours = not settings.EXTERNAL_DATABASE or words[0] in ("serve", "worker") or "--demo-here" in words
    if executor.loader.applied_migrations or not ours:
        raise Unavailable("the database is not at this version of Guildhall yet: run 'guildhall migrate' first.")
    call_command("migrate", interactive=False, verbosity=0)


def _require_rights() -> None:
    """Raise `Unavailable` with the statements for an administrator where our role may not make what it needs."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT current_database(), session_user,
                      has_database_privilege(session_user, current_database(), 'CREATE'),
                      coalesce(has_schema_privilege(session_user, to_regnamespace('public'), 'CREATE'), false),
                      ARRAY(SELECT extname::text FROM pg_extension)"""
        )
        name, role, may_create, may_fill, there = cursor.fetchone()
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = session_user")
        needed = [] if cursor.fetchone()[0] else second_lock.lacking(cursor)  # only a superuser makes such a keeper
    if not may_create:
        needed += [f'CREATE EXTENSION IF NOT EXISTS "{one}";' for one in EXTENSIONS if one not in there]
    if not may_fill:
        needed.append(f'GRANT USAGE, CREATE ON SCHEMA public TO "{role}";')
    if needed:
        raise Unavailable(
            f"the role {role} may not make what Guildhall needs in the database {name}. Hand this to its "
            "administrator, then run the command again:\n" + "\n".join(needed)
        )
