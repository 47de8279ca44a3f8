"""The console command `guildhall`: every command finds its database running, and the last user stops it."""

import contextlib
import os
import sys
import threading
from typing import NoReturn

COMMANDS = {
    "run": "start everything: database, demo region or --empty, web server and worker",
    "serve": "start the web server only",
    "worker": "start a background worker only",
    "migrate": "bring the database to the present version",
    "import": "import a list of employers or contacts; see guildhall import --help",
    "match": "find duplicates in a file: guildhall match FILE --out OUT.csv",
    "demo": "load the demo region into an empty database",
    "backup": "write database and files into one archive",
    "restore": "read such an archive into an empty database",
    "check": "check the installation; 'check audit' checks the journal",
}
INTERNAL = {"makemigrations", "shell", "makemessages", "compilemessages", "sqlmigrate", "showmigrations", "dbshell"}


def usage() -> str:
    """The list of commands."""
    return "usage: guildhall COMMAND\n\n" + "\n".join(f"  {name:9} {words}" for name, words in COMMANDS.items()) + "\n"


def main() -> NoReturn:
    """Run one command; exit status 0 on success, 1 when it was refused, 2 for wrong usage."""
    words = sys.argv[1:]
    if not words or words[0] in ("-h", "--help", "help"):
        print(usage())
        sys.exit(0 if words else 2)
    if words[0] not in COMMANDS and words[0] not in INTERNAL:
        print(f"guildhall: there is no command '{words[0]}'\n\n{usage()}", file=sys.stderr)
        sys.exit(2)
    if words[0] == "match":
        from guildhall.employers.matching.cli import main as match  # needs neither settings nor database

        sys.exit(match(words[1:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guildhall.project.settings")
    sys.exit(_with_database(words))


def _with_database(words: list[str]) -> int:
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError

    from guildhall.project.embedded import Server, Unavailable

    try:
        from django.conf import settings

        embedded = not settings.EXTERNAL_DATABASE and not _asks_for_help(words)
        server = Server(settings.HOME, options=os.environ.get("GUILDHALL_PG_OPTIONS", ""))
        with server if embedded else contextlib.nullcontext():
            if embedded and words[0] in ("run", "serve", "worker"):
                threading.Thread(target=server.keep_running, daemon=True).start()
            return _run(words)
    except (Unavailable, ImproperlyConfigured) as error:
        print(f"guildhall: {error}", file=sys.stderr)
    except OperationalError as error:
        print(f"guildhall: the database does not answer: {str(error).strip().splitlines()[0]}", file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1


def _asks_for_help(words: list[str]) -> bool:
    return bool({"-h", "--help"} & set(words))


def _run(words: list[str]) -> int:
    import django
    from django.core.management import get_commands, load_command_class

    os.umask(0o077)  # what this command and its processes write is closed to others; the database has been started
    django.setup()
    from guildhall.project.schema import require_tables

    if not _asks_for_help(words):
        require_tables(words)
    app = get_commands()[words[0]]
    command = load_command_class(app, words[0]) if isinstance(app, str) else app
    try:
        command.run_from_argv(["guildhall", *words])
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    return 0


if __name__ == "__main__":
    main()
