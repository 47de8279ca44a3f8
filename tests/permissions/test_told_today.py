"""What people are told of goes by one answer in the product and in e-mail, told and sent (A1, N7)."""

import pytest

from guildhall.community.actions import challenges
from guildhall.engagements.queries.notices import may_be_mailed, readable
from guildhall.lib.scopes import OPEN
from guildhall.outbox import actions, queries
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.models import Membership, Notice, Person
from tests.prove.catcher import Catcher


def test_whoever_was_told_may_read_it(world):
    """Also after all that happened in the world; whoever has left reads nothing."""
    people = Person.objects.in_bulk(Notice.objects.values_list("person", flat=True))
    hidden = []
    for pk, person in people.items():
        rows = list(Notice.objects.filter(person=pk)) if person.posts else []
        may = readable(person, rows)
        hidden += [(row.event, str(person), row.words) for row, one in zip(rows, may, strict=True) if not one]
    assert Notice.objects.count() > 20
    assert hidden == []


@pytest.fixture
def catcher(settings):
    found = Catcher(pace=0)
    settings.SMTP = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": found.port}
    yield found
    found.close()


@pytest.mark.parametrize("asked", [True, False])
def test_an_email_that_waited_leaves_only_to_whoever_may_still_read_it(cast, catcher, monkeypatch, asked):
    """The mail server was away while a teacher went to another college: the control leaves without the question."""
    if not asked:
        monkeypatch.setattr(queries, "_answers", [])
    row = challenges.raise_challenge("Our desk", "", internal=True, by=cast.mesa_teacher, institution=cast.mesa)
    challenges.contribute(row, "Nobody is there at noon", by=cast.mesa_wbl, institution=cast.mesa)
    letter = OutgoingEmail.objects.get(kind="contribution", to=cast.mesa_teacher.email)
    assert may_be_mailed(letter)
    Membership.objects.filter(person=cast.mesa_teacher).update(institution=cast.harbor)
    actions.queue_email(cast.mesa_teacher.email, "Hello", "Of nothing", kind="test", scope=OPEN)
    actions.deliver()
    states = dict(OutgoingEmail.objects.filter(to=cast.mesa_teacher.email).values_list("kind", "state"))
    assert states == {"contribution": "withdrawn" if asked else "sent", "test": "sent"}
    assert catcher.taken[cast.mesa_teacher.email] == (1 if asked else 2)
