"""What follows what: a successor begins on its day, an amendment changes only what it says (N14, ADR 68)."""

from datetime import date, timedelta

import pytest
import time_machine

from guildhall.agreements import rules
from guildhall.agreements.actions import drawing_up, linking, living, obliging, signing
from guildhall.agreements.actions.noticing import notice_ends
from guildhall.agreements.actions.settling import begin_successors
from guildhall.agreements.models import Agreement, Obligation, Revision
from guildhall.agreements.queries.lists import health_of, with_employer
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.people.models import Notice
from guildhall.supervision.actions.signing import SignedAs
from tests.agreements.drawn import (
    SCAN,
    Counts,
    drawn,
    duty,
    in_force,
    ours,
    out,
    revision_of,
    secret_in,
    signed,
    theirs,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(1)


@pytest.fixture
def town(cast):
    cast.kestrel = cast.shared("Kestrel Aerospace").employer
    return cast


def anew(row):
    return type(row).objects.get(pk=row.pk)


def in_days(days):
    return time_machine.travel(clock.now() + timedelta(days), tick=False)


def test_a_successor_signed_ahead_begins_on_its_first_day(town):
    """One of the two is in force on every day, and one alone."""
    by, last = town.mesa_wbl, clock.today() + timedelta(20)
    row = in_force(town, town.kestrel, ends_on=last)
    successor = signed(living.renew(row, by=by), by=by)
    assert successor.starts_on == last + DAY
    assert begin_successors() == 0
    assert (anew(row).state, anew(successor).is_in_force) == ("in_force", False)
    assert with_employer(town.kestrel, by).is_partner
    assert health_of(by).in_force == 1
    with in_days(20):
        assert begin_successors() == 0
        assert anew(row).is_in_force, "its last day is its own"
    with in_days(21):
        assert begin_successors() == 1
        assert begin_successors() == 0
        assert (anew(row).state, anew(successor).is_in_force) == ("replaced", True)
        assert health_of(by).in_force == 1


def test_a_successor_follows_the_last_day_with_the_same_length(town):
    by, place = (
        town.mesa_wbl,
        {"starts_on": date(clock.today().year, 1, 1), "ends_on": date(clock.today().year, 12, 31)},
    )
    row = drawn(town, town.kestrel, **place)
    duty(row, theirs(row), Counts.BY_HAND, by=by, starts_on=place["starts_on"], due_on=date(clock.today().year, 6, 30))
    made = living.renew(signed(row, by=by), by=by)
    year = clock.today().year + 1
    assert (made.starts_on, made.ends_on) == (date(year, 1, 1), date(year, 12, 31))
    assert made.revisions.get().obligations.get().due_on == date(year, 6, 30)


def test_duties_of_what_expired_long_ago_begin_with_the_successor(town):
    by, today = town.mesa_wbl, clock.today()
    row = drawn(town, town.kestrel, starts_on=today - timedelta(1100), ends_on=today - timedelta(735))
    first = {"starts_on": today - timedelta(1100), "due_on": today - timedelta(800)}
    duty(row, theirs(row), Counts.BEGUN, by=by, **first)
    made = living.renew(signed(row, by=by), by=by)
    assert made.starts_on == today
    assert made.revisions.get().obligations.get().due_on > today


def test_what_was_replaced_does_not_come_back(town):
    by = town.mesa_wbl
    row = in_force(town, town.kestrel)
    amendment = living.amend(row, "Two more", by=by)
    out(row, by=by)
    linking.ask_to_sign(anew(amendment), theirs(row), name="Ama", email="ama@k.example", by=by)
    secret = secret_in()
    signing.sign_as_staff(anew(amendment), ours(row), SignedAs("Wanda"), by=by)
    assert not linking.opened(secret).closed, "the control"
    successor = living.renew(anew(row), by=by)
    drawing_up.change_draft(revision_of(successor), drawing_up.Words(clock.today(), terms="x"), version=1, by=by)
    signed(successor, by=by)
    assert (anew(row).state, anew(amendment).state) == ("replaced", "withdrawn")
    assert linking.opened(secret).closed
    with pytest.raises(Refused):
        signing.sign_by_link(secret, SignedAs("Ama Ortega"))
    with pytest.raises(Refused):
        signing.note_on_paper(anew(amendment), [theirs(row)], "Ama Ortega", "s.pdf", SCAN, by=by)


def test_a_text_of_what_is_over_is_signed_by_nobody(town):
    """The second guard: also where an amendment was left open."""
    by = town.mesa_wbl
    row = in_force(town, town.kestrel)
    amendment = living.amend(row, "Two more", by=by)
    out(row, by=by)
    assert rules.can_be_signed(anew(amendment), theirs(row), [])
    Agreement.objects.filter(pk=row.pk).update(state="replaced")
    assert not rules.can_be_signed(anew(amendment), theirs(row), [])
    signing.withdraw(anew(amendment), version=anew(amendment).version, by=by)
    assert anew(row).state == "replaced", "what was in force for years is not withdrawn"


def test_what_ends_early_takes_back_the_links_of_its_amendment(town):
    by = town.mesa_wbl
    row = in_force(town, town.kestrel)
    link = linking.ask_to_sign(_amendment_out(row, by), theirs(row), name="Ama", email="ama@k.example", by=by)
    living.end_early(anew(row), "They moved away", "", version=anew(row).version, by=by)
    assert anew(link).revoked_at


def _amendment_out(row, by):
    living.amend(row, "Two more", by=by)
    return out(row, by=by)


def test_what_is_noted_while_an_amendment_is_out_follows_it(town):
    by = town.mesa_wbl
    row = drawn(town, town.kestrel)
    first = duty(row, theirs(row), Counts.BY_HAND, by=by)
    row = signed(row, by=by)
    obliging.note_progress(first, 2, "fall", version=1, by=by)
    living.amend(row, "A year longer", by=by)
    obliging.note_progress(anew(first), 3, "spring sent", version=2, by=by)
    row = signed(row, by=by)
    held = Obligation.objects.get(revision__agreement=row, revision__state="signed")
    assert (held.noted, held.note, held.noted_by) == (3, "spring sent", by)


def test_an_amendment_keeps_the_attached_text_and_the_first_day(town):
    by, later = town.mesa_wbl, clock.today() + timedelta(60)
    row = drawn(town, town.kestrel, terms="")
    drawing_up.attach_text(revision_of(row), "lawyers.pdf", SCAN, by=by)
    row = signed(row, by=by)
    began = row.starts_on
    amendment = living.amend(row, "Two more places", by=by)
    words = drawing_up.Words(later, row.ends_on, reason="Two more places")
    drawing_up.change_draft(amendment, words, version=amendment.version, by=by)
    row = signed(row, by=by)
    assert (row.starts_on, row.is_in_force) == (began, True)
    held = row.revisions.get(state="signed")
    assert (held.number, held.file_name, held.file) == (2, "lawyers.pdf", row.revisions.get(number=1).file)
    assert "lawyers.pdf" in held.text
    renewed = living.renew(row, by=by).revisions.get()
    assert (renewed.file_name, renewed.file) == ("lawyers.pdf", held.file)


def test_the_keeper_is_told_where_the_successor_was_given_up(town):
    by = town.mesa_wbl
    row = in_force(town, town.kestrel, ends_on=clock.today() + timedelta(20), notice_days=30)
    successor = living.renew(row, by=by)
    assert notice_ends() == 0
    draft = revision_of(successor)
    signing.withdraw(draft, version=draft.version, by=by)
    assert notice_ends() == 1
    assert Notice.objects.filter(event="agreement ends").count() == 1


def test_what_ends_on_a_weekend_is_told_before_it(town):
    """The job rests on weekends."""
    friday = clock.today() + timedelta((4 - clock.today().weekday()) % 7)
    row = in_force(town, town.kestrel, ends_on=friday + timedelta(2), notice_days=0)
    in_force(town, town.kestrel, title="Monday", ends_on=friday + timedelta(3), notice_days=0)
    with in_days((friday - clock.today()).days):
        assert notice_ends() == 1
    assert anew(row).noticed_for == row.ends_on


def test_what_was_withdrawn_is_not_kept_for_good(town):
    row = drawn(town, town.kestrel)
    draft = out(row, by=town.mesa_wbl)
    signing.withdraw(draft, version=draft.version, by=town.mesa_wbl)
    assert anew(row).state == "withdrawn"
    assert anew(row).kept_until
    assert Revision.objects.get(pk=draft.pk).state == "withdrawn"
