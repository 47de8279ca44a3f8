"""Two records of one person are merged: what they did on a board stays (D14, N16)."""

from datetime import timedelta

import pytest

from guildhall.boards.actions import serving
from guildhall.boards.actions.serving import Named
from guildhall.boards.models import Entitled, Interest, Member
from guildhall.employers.actions.contact_merging import merge_contacts, undo_contact_merge
from guildhall.employers.models import Contact
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from tests.boards.seated import convened, founded, seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(cast):
    """Kai Orr twice at the clinic; the second record has sat on the board."""
    cast.clinic = cast.shared("Coast Clinic", contact={"given_name": "Kai", "family_name": "Orr"}).employer
    cast.kai = cast.clinic.contacts.get()
    cast.twin = Contact.objects.create(employer=cast.clinic, given_name="K.", family_name="Orr")
    cast.board = founded(cast)
    return cast


def sits(cast, contact):
    named = Named(contact=contact, has_accepted=True, starts_on=clock.today() - timedelta(400),
                  ends_on=clock.today() + timedelta(300))  # fmt: skip
    return serving.take_seat(seat(cast, cast.board), named, by=cast.mesa_teacher)


def merged(cast):
    return merge_contacts(
        cast.kai, cast.twin, versions=(cast.kai.version, cast.twin.version), by=cast.director
    )  # fmt: skip


def test_a_term_that_is_over_stays_with_its_meetings_where_another_one_runs(pair):
    """The rule that somebody sits on a board once speaks of who sits there now."""
    past = sits(pair, pair.twin)
    convened(pair, pair.board, days=-30)
    serving.note_interest(past, "Sells the machines", by=pair.mesa_teacher)
    past.refresh_from_db()
    serving.end_term(past, "Other work", version=past.version, by=pair.mesa_teacher)
    now = sits(pair, pair.kai)
    done = merged(pair)
    assert set(Member.objects.filter(contact=pair.kai).values_list("pk", flat=True)) == {past.pk, now.pk}
    assert Entitled.objects.filter(member=past).exists()
    assert Interest.objects.filter(member=past).exists()
    undo_contact_merge(done, by=pair.director)
    assert Member.objects.get(pk=past.pk).contact_id == pair.twin.pk


def test_who_sits_there_twice_is_merged_once_one_term_is_ended(pair):
    one, other = sits(pair, pair.kai), sits(pair, pair.twin)
    convened(pair, pair.board, days=20)
    with pytest.raises(Refused, match="member of a board"):
        merged(pair)
    assert Entitled.objects.filter(member__in=[one, other]).count() == 2, "nothing was lost on the way"
    other.refresh_from_db()
    serving.end_term(other, "Twice", version=other.version, by=pair.mesa_teacher)
    merged(pair)
    assert Member.objects.filter(contact=pair.kai).count() == 2
