"""`python -m guildhall.project.web HOST PORT`: what `guildhall serve` and `guildhall run` start as the web server."""

import sys

from django.conf import settings

from guildhall.project import serving
from guildhall.project.wsgi import application


def main() -> None:
    """Serve until told to stop, with the application loaded once for all processes."""
    host, port = sys.argv[1], int(sys.argv[2])
    serving.Processes(application, serving.listen(host, port), settings.WEB_PROCESSES).run()


if __name__ == "__main__":
    main()
