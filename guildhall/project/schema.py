"""Whether the database has the tables that this version works with."""

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from guildhall.project import identity
from guildhall.project.programs import Unavailable

NEEDS_TABLES = {"demo", "import", "serve", "worker", "backup", "check"}

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
    if words[0] not in NEEDS_TABLES or (words[0] == "check" and words[1:2] != ["audit"]):
        return
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not missing:
        return
    ours = not settings.EXTERNAL_DATABASE or words[0] in ("serve", "worker") or "--demo-here" in words
    if executor.loader.applied_migrations or not ours:
        raise Unavailable("the database is not at this version of Guildhall yet: run 'guildhall migrate' first.")
    call_command("migrate", interactive=False, verbosity=0)
