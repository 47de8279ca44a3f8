"""`python -m guildhall.project.web HOST PORT`: what `guildhall serve` and `guildhall run` start as the web server."""

import os
import sys

from guildhall.project import serving


def main() -> None:
    """Serve until told to stop, with the application loaded once for all processes."""
    host, port = sys.argv[1], int(sys.argv[2])
    listening = serving.listen(host, port)
    from guildhall.project.wsgi import application  # sets Django up, which takes a second: the port is ours by now

    serving.Processes(application, listening, int(os.environ.get("GUILDHALL_WEB_PROCESSES", "2"))).run()


if __name__ == "__main__":
    main()
