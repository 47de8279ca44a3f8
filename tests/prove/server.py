"""A PostgreSQL of the drills' own: on a port of this machine, in a folder that is thrown away."""

import getpass
import os
import pwd
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import psycopg

from guildhall.project.cluster import SERVER_USER, Cluster
from guildhall.project.programs import find_binaries

SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 100
shared_buffers = 256MB
logging_collector = off
log_min_messages = error
"""


class Postgres:
    """One server; version 15 where it is installed, because a public installation may run that one."""

    def __init__(self, folder: Path, port: int) -> None:
        self.port, self.data, self.log = port, folder / "postgres", folder / "postgres.log"
        self.user = SERVER_USER if os.geteuid() == 0 else getpass.getuser()
        self.bin = self._binaries(folder)
        self.version = re.findall(r"\d+", self._run("postgres", "--version"))[0]

    def _binaries(self, folder: Path) -> Path:
        fifteen = Path("/usr/lib/postgresql/15/bin")
        if fifteen.is_dir():
            if os.geteuid() == 0 and not _known(SERVER_USER):
                subprocess.run(["useradd", "--system", "--no-create-home", SERVER_USER], check=True)
            return fifteen
        borrowed = Cluster(folder / "borrowed")
        borrowed.open_for(find_binaries())  # as root it copies the programs to where the server's user can run them
        return borrowed.binaries.bin

    def _run(self, program: str, *words: Any, check: bool = True) -> str:
        command = [str(self.bin / program), *map(str, words)]
        if os.geteuid() == 0:
            command = ["runuser", "-u", self.user, "--", *command]
        done = subprocess.run(command, capture_output=True, text=True, cwd="/", stdin=subprocess.DEVNULL)
        if check and done.returncode:
            raise RuntimeError(f"{program}: {done.stderr or done.stdout}")
        return done.stdout

    def create(self) -> None:
        """Make the cluster and start it."""
        self.data.mkdir(mode=0o700, parents=True)
        self.log.touch(mode=0o600)
        if os.geteuid() == 0:
            for path in (self.data, self.log):
                shutil.chown(path, self.user)
        self._run(
            "initdb", "-D", self.data, "--username=guildhall", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"
        )
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(f"{SETTINGS}port = {self.port}\n")
        self.start()

    def start(self) -> None:
        self._run("pg_ctl", "-D", self.data, "-l", self.log, "-w", "-t", 60, "start")

    def stop(self, mode: str = "immediate") -> None:
        """Stop it; `immediate` is what a power cut leaves behind."""
        self._run("pg_ctl", "-D", self.data, "-m", mode, "-w", "stop", check=False)

    @property
    def running(self) -> bool:
        try:
            with self.link("postgres"):
                return True
        except psycopg.OperationalError:
            return False

    @property
    def processes(self) -> list[int]:
        """The server's processes, the first one first."""
        first = int((self.data / "postmaster.pid").read_text().split()[0])
        found = subprocess.run(["pgrep", "-P", str(first)], capture_output=True, text=True)
        return [first, *map(int, found.stdout.split())]

    def link(self, database: str) -> "psycopg.Connection[Any]":
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user="guildhall", dbname=database, autocommit=True, connect_timeout=10
        )

    def copy(self, source: str, target: str) -> None:
        """A database with everything that another one holds."""
        with self.link("postgres") as link:
            for name in (target, source):
                link.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
            link.execute(f'DROP DATABASE IF EXISTS "{target}"')
            for _try in range(50):
                try:
                    link.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
                    return
                except psycopg.errors.ObjectInUse:
                    time.sleep(0.1)
        raise RuntimeError(f"the database {source} is still in use")


def _known(user: str) -> bool:
    try:
        return bool(pwd.getpwnam(user))
    except KeyError:
        return False
