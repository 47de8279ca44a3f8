"""How often somebody hears of an initiative is their own choice: by a link, told to us, by an address (H14)."""

from datetime import timedelta

import pytest
import time_machine
from django.core.signing import TimestampSigner

from guildhall.lib import clock
from guildhall.lib.verdicts import Refused, TooOften
from guildhall.outbox.models import OutgoingEmail
from guildhall.partnerships.actions import following, initiatives
from guildhall.partnerships.actions.letters import send_letters
from guildhall.partnerships.actions.stakeholders import Part, Somebody, change_stakeholder
from guildhall.partnerships.follow_links import secret_of
from guildhall.partnerships.kinds import HowOften
from guildhall.partnerships.models import Follower, Letter
from guildhall.partnerships.queries.updates import by_how_often, readers
from guildhall.stewardship.actions.erasing import erase_subject
from guildhall.stewardship.queries.subjects import subject_of
from tests.partnerships.building import started
from tests.partnerships.telling import ADDRESS, accepts, choose, letters, partner, public, published

pytestmark = pytest.mark.django_db


def test_a_reader_chooses_by_the_link_and_opening_it_changes_nothing(cast, client):
    """H14: without an account."""
    row = started(cast)
    part = partner(cast, row, "every")
    published(cast, row)
    send_letters()
    link = next(word for word in letters().get().text.split() if "/how-often/" in word)
    path = "/how-often/" + link.split("/how-often/")[1]
    page = client.get(path).content.decode()
    assert "We met twice." in page
    assert Follower.objects.get(stakeholder=part).how == "every"
    client.post(path, {"how": "hourly"})
    assert Follower.objects.get(stakeholder=part).how == "every"
    assert "Kept" in client.post(path, {"how": "never"}).content.decode()
    saved = Follower.objects.get(stakeholder=part)
    assert (saved.how, saved.themselves) == ("never", True)
    assert client.get("/how-often/" + "x" * 40 + "/").status_code == 404


def test_nobody_makes_it_more_often_than_they_chose_themselves(cast):
    row = started(cast)
    part = partner(cast, row, "monthly")
    following.choose_by_link(secret_of(part.follower.pk), "quarterly")
    for how in ("every", "monthly"):
        with pytest.raises(Refused, match="chose this themselves"):
            choose(part, how, cast.mesa_convener)
    assert choose(part, "never", cast.mesa_convener).how == "never"


def test_somebody_else_in_the_same_part_chooses_anew_and_the_old_link_opens_nothing(cast, client):
    row = started(cast)
    part = partner(cast, row, "never")
    secret = secret_of(part.follower.pk)
    assert client.get(f"/how-often/{secret}/").status_code == 200
    somebody = Somebody(body="State board", name="Her successor", email="new@partners.example")
    same = Part(part.category, roles=list(part.roles))
    change_stakeholder(part, somebody, same, {}, version=part.version, by=cast.mesa_convener)
    assert client.get(f"/how-often/{secret}/").status_code == 404
    assert not Follower.objects.filter(stakeholder=part).exists()


def test_the_list_of_readers_says_who_hears_how_often(cast):
    row = started(cast)
    partner(cast, row, "every")
    accepts(cast, row, "Chamber", email="c@chamber.example")
    following.follow(row, "quarterly", by=cast.harbor_wbl)
    found = readers(cast.mesa_convener, row)
    assert [(one.name, one.how.value) for one in found] == [
        ("State board", "every"),
        ("Chamber", "monthly"),
        (str(cast.harbor_wbl), "quarterly"),
    ]
    assert [n for _label, n in by_how_often(found)] == [1, 1, 1, 0]
    assert cast.client(cast.harbor_wbl).get(f"/initiatives/{row.pk}/updates/readers/").status_code == 403


def test_what_a_stakeholder_told_us_is_written_down_on_its_page(cast):
    row = started(cast)
    part = accepts(cast, row, "State board", email=ADDRESS)
    client = cast.client(cast.mesa_convener)
    assert "Once a month" in client.get(f"/stakeholders/{part.pk}/").content.decode()
    client.post(f"/stakeholders/{part.pk}/updates/", {"how": "quarterly", "version": 1})
    saved = Follower.objects.get(stakeholder=part)
    assert (saved.how, saved.themselves, saved.version) == ("quarterly", False, 2)
    page = client.post(f"/stakeholders/{part.pk}/updates/", {"how": "every", "version": 1}).content.decode()
    assert "quarter" in page
    assert Follower.objects.get(stakeholder=part).how == "quarterly"


def test_of_a_partner_who_was_erased_the_link_opens_nothing(cast, client):
    """G7: what is told to partners is not told to whoever still has an old letter."""
    row = started(cast)
    part = partner(cast, row, "every", name="Bo Ray")
    published(cast, row)
    path = f"/how-often/{secret_of(part.follower.pk)}/"
    assert client.get(path).status_code == 200, "the control"
    erase_subject(subject_of(ADDRESS), by=cast.administrator)
    assert Follower.objects.filter(stakeholder=part).exists(), "the part stays, without who it was"
    assert client.get(path).status_code == 404
    assert client.post(path, {"how": "every"}).status_code == 404


# ── By an address, on the public page ────────────────────────────────


def confirmed(client):
    mail = OutgoingEmail.objects.filter(kind="following an initiative").latest("pk")
    link = next(word for word in mail.text.split() if "/follow/" in word)
    return "/follow/" + link.split("/follow/")[1]


def test_an_address_is_kept_only_once_it_is_confirmed(cast, client):
    row = started(cast)
    path = f"/public/initiatives/{row.pk}/follow/"
    assert client.get(path).status_code == 404
    public(row, cast.mesa_convener)
    client.post(path, {"email": "Parent@Home.example", "how": "every"})
    assert not Follower.objects.exists()
    link = confirmed(client)
    assert "parent@home.example" in client.get(link).content.decode()
    assert not Follower.objects.exists()
    client.post(link)
    client.post(link)
    saved = Follower.objects.get()
    assert (saved.email, saved.how) == ("parent@home.example", "every")
    published(cast, row, public=True)
    assert send_letters() == 1
    assert letters("parent@home.example").count() == 1


def test_whoever_follows_by_an_address_reads_what_everybody_may_read_and_nothing_else(cast, client):
    """F13, A1: partners and colleagues read what is told to them alone; anybody at all can follow by an address."""
    row = started(cast)
    part = partner(cast, row, "every")
    public(row, cast.mesa_convener)
    client.post(f"/public/initiatives/{row.pk}/follow/", {"email": "anybody@home.example", "how": "every"})
    client.post(confirmed(client))
    published(cast, row, title="Told to partners alone")
    assert send_letters() == 1
    assert letters("anybody@home.example").count() == 0
    published(cast, row, title="Told to everybody", public=True)
    assert send_letters() == 2
    assert "Told to partners alone" in letters().first().text, "the control: a partner reads it"
    somebody = Follower.objects.get(email="anybody@home.example")
    assert "Told to partners alone" in client.get(f"/how-often/{secret_of(part.follower.pk)}/").content.decode()
    page = client.get(f"/how-often/{secret_of(somebody.pk)}/").content.decode()
    assert "Told to everybody" in page
    assert "Told to partners alone" not in page
    row.refresh_from_db()
    initiatives.publish_initiative(row, public=False, version=row.version, by=cast.mesa_convener)
    published(cast, row, title="Told to nobody outside", public=True)
    assert send_letters() == 1, "the partner alone, once the initiative is not public any more"
    assert "Told to everybody" not in client.get(f"/how-often/{secret_of(somebody.pk)}/").content.decode()


def test_the_link_that_confirms_ends_after_three_days_and_cannot_be_made_up(cast, client, monkeypatch):
    row = started(cast)
    public(row, cast.mesa_convener)
    client.post(f"/public/initiatives/{row.pk}/follow/", {"email": "p@home.example", "how": "monthly"})
    link = confirmed(client)
    with time_machine.travel(clock.now() + timedelta(4)):
        assert client.get(link).status_code == 404
    assert client.get(link.replace("/follow/", "/follow/x")).status_code == 404
    wish = {"initiative": str(row.pk), "email": "a@b.example", "how": "every"}
    forged = TimestampSigner(salt="other").sign_object(wish)
    assert client.get(f"/follow/{forged}/").status_code == 404


def test_nobody_floods_an_address_with_questions(cast, client):
    row = started(cast)
    for _n in range(3):
        following.ask_to_follow(row, "p@home.example", "monthly")
    with pytest.raises(TooOften):
        following.ask_to_follow(row, "p@home.example", "monthly")


def test_each_choice_of_the_list_is_kept(cast):
    row = started(cast)
    part = accepts(cast, row, "State board", email=ADDRESS)
    for how in HowOften:
        assert following.choose_by_link(secret_of(following.follower_for(part).pk), how).how == how
    with pytest.raises(Refused):
        following.choose_by_link(secret_of(part.follower.pk), "hourly")
    assert Letter.objects.count() == 0
