"""A long list is worked on by several processes: with the same outcome, in the same context, and nothing twice."""

import csv
import os
import signal
import subprocess
import sys
import time
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import connection

from guildhall.audit.models import Value
from guildhall.context import Keeper, begun, current, keeping
from guildhall.context.helpers import Helpers
from guildhall.employers.models import Contact, Employer
from guildhall.imports.actions import applying, comparing, reading, undoing
from guildhall.imports.actions.settling import in_blocks
from guildhall.imports.models import Batch, Row

ROOT = Path(__file__).parents[2]
HEADINGS = ["First name", "Last name", "Employer", "Employer street", "Employer city", "Employer ZIP"]


def who() -> tuple[int, str, str, str]:
    """Which process this is, who acts in it, in which zone, and whom the database was told of."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return os.getpid(), current().keeper, current().zone, str(connection.settings_dict["NAME"])


def killed_unless(pid: int) -> int:
    """Dies in every process but one."""
    if os.getpid() != pid:
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


@pytest.mark.slow
def test_a_helper_works_in_the_context_and_on_the_database_of_its_work(town):
    with begun(), keeping(Keeper.MATCHING, "a test"), Helpers() as helpers:
        pid, keeper, zone, database = helpers.hand(who)()
        assert pid != os.getpid()
        assert (keeper, zone, database) == who()[1:]
    assert Helpers(wanted=False).hand(who)()[0] == os.getpid(), "the control: a short list has no helper"


@pytest.mark.slow
def test_what_a_killed_helper_leaves_is_done_here(town):
    with begun(), Helpers() as helpers:
        assert list(helpers.each(killed_unless, [(os.getpid(),)] * 3)) == [os.getpid()] * 3


@pytest.mark.slow
def test_a_helper_ends_with_the_process_that_it_helps(town):
    """Killed at once, as by -9: nobody is left who might go on."""
    command = [sys.executable, "-m", "tests.imports.helping", str(connection.settings_dict["NAME"])]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            helper = int(process.stdout.readline())
            assert _runs(helper), "the control"
        finally:
            process.kill()
    for _try in range(100):
        if not _runs(helper):
            return
        time.sleep(0.1)
    pytest.fail("The helper is still there.")


def _runs(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def bring(cast, path):
    """A list of contacts, several to an employer and not beside one another, checked."""
    with path.open("rb") as file:
        batch = reading.start_import(
            file, path.name, institution=cast.mesa, by=cast.mesa_wbl, kind="contacts", entering="prospects"
        )
    reading.match_columns(batch, batch.columns, by=cast.mesa_wbl, in_background=False)
    return comparing.check_rows(batch)


@pytest.mark.slow
def test_a_long_list_has_the_same_outcome_with_helpers(town, tmp_path, settings, monkeypatch):
    settings.FILES = tmp_path / "files"
    with (tmp_path / "people.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for n in range(120):
            employer = n % 30
            name = "".join(chr(97 + byte % 26) for byte in sha256(bytes([employer])).digest()[:9]).title()
            place = [f"{137 * employer + 5} {name[::-1]} Road", "Redstone", "92243"]
            writer.writerow([f"Ann{n}", f"Person{n}", name, *place])
    for module in (comparing, applying, undoing):
        monkeypatch.setattr(module, "BLOCK", 10)
        monkeypatch.setattr(module, "MANY", 0)
    processes = set()
    kept = Helpers.hand

    def hand(self, act, *given):
        wait = kept(self, partial(_with_pid, act), *given)

        def result_of():
            pid, result = wait()
            processes.add(pid)
            return result

        return result_of

    monkeypatch.setattr(Helpers, "hand", hand)
    before = Employer.objects.count(), Contact.objects.count()
    with begun():
        batch = bring(town, tmp_path / "people.csv")
        assert batch.rows.filter(status="new").count() == 120
        applying.apply(batch, by=town.mesa_wbl)
        assert processes, "somebody did it"
        assert os.getpid() not in processes, "and not this process"
        rows = Row.objects.filter(batch=batch)
        assert set(rows.values_list("status", flat=True)) == {"applied"}
        employers = Employer.objects.filter(pk__in=rows.values("employer"))
        assert employers.count() == 30, "one for each, however the blocks were cut"
        assert Contact.objects.filter(employer__in=employers).count() == 120
        assert Value.objects.filter(object_id__in=[str(e.pk) for e in employers], after__has_key="name").count() == 30
        undoing.undo(Batch.objects.get(pk=batch.pk), by=town.mesa_wbl)
    assert (Employer.objects.count(), Contact.objects.count()) == before
    assert set(rows.values_list("status", flat=True)) == {"new"}


def _with_pid(act, *given):
    return os.getpid(), act(*given)


def test_blocks_do_not_part_what_belongs_together():
    rows = [(1, "a"), (2, "a"), (3, "a"), (4, "b"), (5, None), (6, None), (7, None)]
    assert list(in_blocks(rows, 2)) == [[1, 2, 3], [4, 5], [6, 7]]
    assert list(in_blocks([], 2)) == []
