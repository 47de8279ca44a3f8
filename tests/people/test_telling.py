"""What happened is told in the product, by e-mail as each has chosen, once, and to nobody who may not know it."""

from datetime import timedelta

import pytest

from guildhall.engagements.actions import digesting, following
from guildhall.lib import clock
from guildhall.lib.scopes import Scope
from guildhall.outbox.models import OutgoingEmail
from guildhall.people import events
from guildhall.people.actions.notices import choose
from guildhall.people.events import How
from guildhall.people.models import Notice
from guildhall.people.queries.notices import choices_of
from guildhall.people.telling import tell
from guildhall.prospects.actions.promoting import park_shared
from tests.moments import next_monday

pytestmark = pytest.mark.django_db


@pytest.fixture
def kestrel(cast):
    return cast.shared("Kestrel Aerospace").employer


def given(cast, employer, days=7):
    said = following.Promise("Send the dates", cast.mesa_wbl, clock.today() + timedelta(days), cast.director)
    return following.promise(employer, said, by=cast.director, institution=cast.region)


def mails(person):
    return OutgoingEmail.objects.filter(to=person.email)


@pytest.mark.parametrize("how", list(How))
def test_it_comes_as_chosen_and_stands_in_the_product(cast, kestrel, how):
    tuesday = next_monday() + timedelta(1)
    with clock.at(tuesday):
        choose(cast.mesa_wbl, {"follow-up given": how})
        given(cast, kestrel)
        assert mails(cast.mesa_wbl).filter(subject__contains="Send the dates").count() == (how == How.AT_ONCE)
        assert Notice.objects.get(person=cast.mesa_wbl).words == "For you: Send the dates"
        assert digesting.send_digests() == (how == How.DAILY)
    with clock.at(tuesday + timedelta(6)):
        digesting.send_digests()
    told = mails(cast.mesa_wbl).filter(kind="digest", text__contains="For you: Send the dates").count()
    assert told == (how in (How.DAILY, How.WEEKLY))


def test_the_same_thing_is_told_once(cast, kestrel):
    for _time in range(2):
        tell(
            events.OWNER_CHANGED,
            [cast.mesa_wbl, cast.mesa_wbl],
            "employers/email/owner.txt",
            {"employer": kestrel, "by": cast.director},
            path="/",
            key="x",
        )
    assert Notice.objects.filter(person=cast.mesa_wbl).count() == 1
    assert mails(cast.mesa_wbl).count() == 1


def test_whoever_has_left_hears_nothing(cast, kestrel):
    cast.mesa_wbl.is_active = False
    cast.mesa_wbl.save()
    words = {"employer": kestrel, "by": cast.director}
    tell(events.OWNER_CHANGED, [cast.mesa_wbl], "employers/email/owner.txt", words, path="/", key="x")
    assert not Notice.objects.filter(person=cast.mesa_wbl).exists()
    assert not mails(cast.mesa_wbl).exists()


def test_what_is_hidden_meanwhile_is_told_to_nobody(cast):
    """Neither on the page nor by the morning's e-mail; to whoever still sees the employer it is."""
    prospect = cast.shared("Kestrel Aerospace")
    with clock.at(next_monday()):
        choose(cast.mesa_wbl, {"follow-up given": "daily"})
        given(cast, prospect.employer)
        page = cast.client(cast.mesa_wbl).get("/notices/").content.decode()
        assert "For you: Send the dates" in page
        park_shared(prospect, by=cast.director, reason="They asked for it")
        page = cast.client(cast.mesa_wbl).get("/notices/").content.decode()
        assert "Send the dates" not in page
        assert "do not see any more" in page
        digesting.send_digests()
    assert not mails(cast.mesa_wbl).filter(text__contains="For you: Send the dates").exists()


def test_the_e_mail_of_the_morning_is_not_repeated(cast, kestrel):
    with clock.at(next_monday()):
        choose(cast.mesa_wbl, {"follow-up given": "daily"})
        given(cast, kestrel)
        assert (digesting.send_digests(), digesting.send_digests()) == (1, 0)


def test_what_cannot_be_chosen_changes_nothing(cast):
    choose(cast.mesa_wbl, {"follow-up due": "now", "no such thing": "off", "decision": "loudly"})
    assert choices_of(cast.mesa_wbl) == choices_of(cast.harbor_wbl)


def test_pages(cast, kestrel):
    client = cast.client(cast.mesa_wbl)
    assert "Nothing new" in client.get("/notices/").content.decode()
    row = given(cast, kestrel)
    notice = Notice.objects.get(person=cast.mesa_wbl)
    assert client.post(f"/notices/{notice.pk}/").headers["Location"] == f"/follow-ups/{row.pk}/"
    assert "Nothing new" in client.get("/notices/").content.decode()
    assert "For you: Send the dates" in client.get("/notices/?view=all").content.decode()
    assert cast.client(cast.harbor_wbl).post(f"/notices/{notice.pk}/").status_code == 404
    given(cast, kestrel)
    client.post("/notices/read/")
    assert not Notice.objects.filter(person=cast.mesa_wbl, read_at=None).exists()
    client.post("/notices/choices/", {"decision": "off"})
    assert choices_of(cast.mesa_wbl)["decision"] == How.OFF
    table = client.get("/notices/choices/").content.decode()
    assert all(str(event.label) in table for event in events.TABLE)


def test_a_notice_behind_something_is_read_there_only(cast, kestrel):
    scope = Scope(frozenset({kestrel.pk}), frozenset({cast.harbor.pk}))
    words = {"employer": kestrel, "by": cast.director}
    people = [cast.mesa_wbl, cast.harbor_wbl]
    tell(events.OWNER_CHANGED, people, "employers/email/owner.txt", words, path="/", key="x", scope=scope)
    inside, outside = (
        cast.client(person).get("/notices/").content.decode() for person in (cast.harbor_wbl, cast.mesa_wbl)
    )
    assert "Kestrel Aerospace" in inside
    assert "Kestrel" not in outside
