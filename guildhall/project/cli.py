"""The console command `guildhall`: every command finds its database running, and the last user stops it."""

import os
import sys
import threading
import traceback
from typing import NoReturn

from guildhall.project import starting
from guildhall.project.programs import Unavailable

COMMANDS = {
    "run": "start everything: database, demo region or --empty, web server and worker",
    "serve": "start the web server only",
    "worker": "start a background worker only",
    "migrate": "bring the database to the present version",
    "import": "import a list of employers, contacts, students or participations; see guildhall import --help",
    "receive": "take a copy of an e-mail from the mail server; see guildhall receive --help",
    "report": "print yearly figures; see guildhall report --help",
    "load_codes": "take in official lists of codes: programs, occupations and their crosswalks",
    "load_demand": "take in published figures of employment, wages and projections",
    "load_zips": "take in ZIP codes that are newer than those that ship",
    "match": "find duplicates in a file: guildhall match FILE --out OUT.csv",
    "demo": "load the demo region into an empty database",
    "backup": "write database and files into one archive",
    "restore": "read such an archive into an empty database",
    "check": "check the installation; 'check audit' the journal, 'check files' the store of files",
}
TRY_AGAIN = {"receive": os.EX_TEMPFAIL}  # a mail server comes back with its message
INTERNAL = {"makemigrations", "shell", "makemessages", "compilemessages", "sqlmigrate", "showmigrations", "dbshell"}


def usage() -> str:
    """The list of commands."""
    return "usage: guildhall COMMAND\n\n" + "\n".join(f"  {name:10} {words}" for name, words in COMMANDS.items()) + "\n"


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
    starting.reap_as_first_process()
    starting.leave_in_order()
    sys.exit(_told(words))


def _told(words: list[str]) -> int:
    """Run a command; what stands in its way is a sentence, never a traceback."""
    import psycopg
    from django.core.exceptions import ImproperlyConfigured
    from django.db import Error, InterfaceError, OperationalError

    try:
        return _with_database(words)
    except (Unavailable, ImproperlyConfigured) as error:
        sentence = str(error)
    except (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError) as error:
        sentence = f"the database does not answer: {_first_line(error)}"
    except (Error, psycopg.Error) as error:
        sentence = f"the database refused what this command asked ({type(error).__name__}): {_first_line(error)}"
        if os.environ.get("GUILDHALL_LOG_LEVEL") == "DEBUG":
            traceback.print_exc()
    except KeyboardInterrupt:
        return 130
    print(f"guildhall: {sentence}", file=sys.stderr)
    return TRY_AGAIN.get(words[0], 1)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _with_database(words: list[str]) -> int:
    from django.conf import settings

    from guildhall.project.embedded import Server

    if settings.EXTERNAL_DATABASE or _asks_for_help(words):
        return _run(words)
    with Server(settings.HOME, options=os.environ.get("GUILDHALL_PG_OPTIONS", "")) as server:
        if words[0] in ("run", "serve", "worker"):
            threading.Thread(target=server.keep_running, daemon=True).start()
        return _run(words)


def _asks_for_help(words: list[str]) -> bool:
    return bool({"-h", "--help"} & set(words))


def _run(words: list[str]) -> int:
    import django
    from django.core.management import get_commands, load_command_class

    os.umask(0o077)  # what this command and its processes write is closed to others; the database has been started
    django.setup()
    from guildhall.lib.collecting import collect_rarely
    from guildhall.lib.stack import with_room
    from guildhall.project.schema import know_each_other, require_tables

    collect_rarely()
    if not _asks_for_help(words):
        know_each_other(words)
        require_tables(words)
    app = get_commands()[words[0]]
    command = load_command_class(app, words[0]) if isinstance(app, str) else app
    try:
        with_room(command.run_from_argv)(["guildhall", *words])
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    return 0


if __name__ == "__main__":
    main()
