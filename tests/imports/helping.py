"""A process with a helper that does nothing: a test kills it, and looks what becomes of the helper.

    python -m tests.imports.helping DATABASE
Prints the number of the helper's process, and waits.
"""

import os
import sys
import time

import tests.environment  # noqa: F401  before Django reads its settings


def main(database: str) -> None:
    """Start a helper on that database."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "guildhall.project.settings"
    import django

    django.setup()
    from django.db import connection

    from guildhall.context import begun
    from guildhall.context.helpers import Helpers

    connection.settings_dict["NAME"] = database
    with begun(), Helpers() as helpers:
        print(helpers.hand(os.getpid)(), flush=True)
        time.sleep(60)


if __name__ == "__main__":
    main(sys.argv[1])
