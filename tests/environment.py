"""The environment of the tests, set before Django reads its settings (loaded with -p, ahead of every plugin)."""

import os
from datetime import date
from pathlib import Path

HOME = Path(os.environ.get("GUILDHALL_TEST_HOME", Path(__file__).parents[1] / "var" / "test")).absolute()
os.environ["GUILDHALL_HOME"] = str(HOME)
os.environ.setdefault("GUILDHALL_SECRET_KEY", "tests-only-" + "x" * 50)
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright runs an event loop in the test's thread
os.environ |= {"GUILDHALL_MAIL_IN": "log@guildhall.example", "GUILDHALL_MAIL_BORDER": "mx.guildhall.example"}
for name in ("EMAIL_URL", "GUILDHALL_URL", "PORT", "HOST"):
    os.environ.pop(name, None)
os.environ.setdefault("GUILDHALL_SHARE", str(date.today().toordinal()))  # noqa: DTZ011  the same for all workers
