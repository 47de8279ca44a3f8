"""Updates go to whoever follows, each once and as often as they chose, under the contact rules (F13, H14, N3)."""

from datetime import timedelta

import pytest
import time_machine

from guildhall.engagements.models import AvoidedContact, ContactLimit, Engagement, Touch
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.partnerships.actions import following
from guildhall.partnerships.actions import updates as actions
from guildhall.partnerships.actions.letters import send_letters
from guildhall.partnerships.actions.stakeholders import Somebody, replace_stakeholder
from guildhall.partnerships.follow_links import secret_of
from guildhall.partnerships.models import Follower
from guildhall.people.models import Notice
from tests.partnerships.building import started
from tests.partnerships.telling import ADDRESS, accepts, choose, letters, months_later, next_quarter, partner, published

pytestmark = pytest.mark.django_db


def test_who_wants_each_update_has_it_at_once_and_once(cast):
    row = started(cast)
    partner(cast, row, "every")
    published(cast, row, ["accepted"])
    assert send_letters() == 1
    assert send_letters() == 0
    mail = letters().get()
    assert "Four pathways are drafted." in mail.text
    assert "Partners with a part: 1" in mail.text
    assert mail.reply_to == cast.mesa_convener.email
    published(cast, row, title="Second")
    send_letters()
    assert [("Second" in one.text, "first quarter" in one.text) for one in letters()] == [(False, True), (True, False)]


def test_who_chose_nothing_hears_once_a_month_of_all_together(cast):
    """H14: the default is no burden."""
    row = started(cast)
    accepts(cast, row, "State board", email=ADDRESS)
    published(cast, row, title="One thing")
    published(cast, row, title="Another thing")
    send_letters()
    assert not letters().exists()
    with months_later(1):
        assert send_letters() == 1
        mail = letters().get()
        assert "One thing" in mail.text
        assert "Another thing" in mail.text
        assert mail.subject == "How Career pathways is going"
        assert send_letters() == 0
    with months_later(2):
        assert send_letters() == 0  # nothing is new


def test_once_a_quarter_goes_when_the_quarter_is_over(cast):
    row = started(cast)
    partner(cast, row, "quarterly")
    published(cast, row)
    send_letters()
    assert not letters().exists()
    with next_quarter():
        assert send_letters() == 1


def test_never_is_never_and_whoever_comes_back_is_not_sent_the_past(cast):
    row = started(cast)
    part = partner(cast, row, "never")
    published(cast, row, title="Missed")
    with months_later(4):
        assert send_letters() == 0
        choose(part, "every", cast.mesa_convener)
        assert send_letters() == 0
        published(cast, row, title="Fresh")
        assert send_letters() == 1
    assert ["Missed" in one.text for one in letters()] == [False]


def test_what_was_taken_back_is_not_sent_to_who_still_waits(cast):
    row = started(cast)
    accepts(cast, row, "State board", email=ADDRESS)
    made = published(cast, row)
    actions.withdraw_update(made, "Wrong", version=made.version, by=cast.mesa_convener)
    with months_later(1):
        assert send_letters() == 0


def test_only_who_has_accepted_hears(cast, client):
    row = started(cast)
    part = partner(cast, row, "every")
    published(cast, row)
    follower = following.follower_for(part)
    replace_stakeholder(part, "No say", None, version=part.version, by=cast.mesa_convener)
    assert send_letters() == 0
    assert client.get(f"/how-often/{secret_of(follower.pk)}/").status_code == 404


def test_without_an_address_the_letter_waits_and_says_why(cast):
    row = started(cast)
    partner(cast, row, "every", email="")
    published(cast, row)
    assert send_letters() == 0
    page = cast.client(cast.mesa_convener).get(f"/initiatives/{row.pk}/updates/readers/").content.decode()
    assert "There is no e-mail address" in page


# ── Employers: the contact rules ─────────────────────────────────────


def at_employer(cast, row, name="Kestrel Aerospace", how="every"):
    contact = {"family_name": "Voss", "email": "voss@kestrel.example"}
    employer = cast.shared(name, contact=contact).employer
    somebody = Somebody(employer=employer, contact=employer.contacts.get())
    part = accepts(cast, row, "", somebody=somebody)
    choose(part, how, cast.mesa_convener)
    return part, employer


def test_a_letter_to_an_employer_is_a_touch_and_stands_on_its_timeline(cast):
    """N3: as outreach is."""
    row = started(cast)
    _part, employer = at_employer(cast, row)
    published(cast, row)
    before = Touch.objects.made().filter(employer=employer).count()
    assert send_letters() == 1
    assert letters("voss@kestrel.example").count() == 1
    assert Touch.objects.made().filter(employer=employer).count() == before + 1
    assert Engagement.objects.filter(employer=employer, kind="email", summary="The first quarter").exists()


def test_what_the_employers_limit_forbids_waits_and_goes_later_with_what_came_since(cast):
    row = started(cast)
    part, employer = at_employer(cast, row)
    until = clock.today() + timedelta(20)
    facts = {"paused_from": clock.today(), "paused_until": until, "said": "by telephone"}
    ContactLimit.objects.create(employer=employer, **facts, by=cast.mesa_convener, at=clock.now())
    published(cast, row, title="Kept waiting")
    assert send_letters() == 0
    assert not letters("voss@kestrel.example").exists()
    assert "quiet" in Follower.objects.get(stakeholder=part).waits
    assert not AvoidedContact.objects.filter(employer=employer).exists()  # it waits, nobody was refused
    published(cast, row, title="Came since")
    with time_machine.travel(clock.now() + timedelta(22)):
        assert send_letters() == 1
        mail = letters("voss@kestrel.example").get()
        assert "Kept waiting" in mail.text
        assert "Came since" in mail.text
    assert Follower.objects.get(stakeholder=part).waits == ""


def test_a_typed_address_that_is_a_contacts_counts_at_its_employer(cast):
    """N3: also where whoever publishes does not see the employer; it is not said whose it is."""
    row = started(cast)
    hidden = cast.prospect("Hidden Works", contact={"family_name": "Voss", "email": ADDRESS}).employer
    part = partner(cast, row, "every")
    published(cast, row)
    assert send_letters() == 1
    assert Touch.objects.made().filter(employer=hidden).count() == 1
    ContactLimit.objects.create(employer=hidden, most=0, days=30, said="x", by=cast.director, at=clock.now())
    published(cast, row, title="Second")
    assert send_letters() == 0
    waits = Follower.objects.get(stakeholder=part).waits
    assert waits.startswith("This address is not written to now")
    assert "Hidden" not in waits


def test_one_that_cannot_be_written_to_does_not_keep_the_others_waiting(cast):
    row = started(cast)
    part, employer = at_employer(cast, row)
    employer.contacts.update(to_date=clock.today() - timedelta(1))
    partner(cast, row, "every")
    published(cast, row)
    assert send_letters() == 1
    assert letters().count() == 1
    assert Follower.objects.get(stakeholder=part).waits


# ── Colleagues ───────────────────────────────────────────────────────


def test_a_colleague_follows_and_is_told_counted_at_other_things(cast):
    row = started(cast)
    client = cast.client(cast.harbor_wbl)
    client.post(f"/initiatives/{row.pk}/follow/", {"how": "every"})
    made = published(cast, row)
    assert send_letters() == 1
    notice = Notice.objects.get(person=cast.harbor_wbl, event="update published")
    assert notice.path == f"/updates/{made.pk}/"
    assert not Notice.objects.filter(person=cast.mesa_wbl, event="update published").exists()
    client.post(f"/initiatives/{row.pk}/follow/", {"how": "never"})
    published(cast, row, title="Second")
    assert send_letters() == 0


def test_a_prepared_initiative_is_followed_by_nobody(cast):
    row = started(cast, running=False)
    with pytest.raises(Refused):
        following.follow(row, "every", by=cast.mesa_convener)
