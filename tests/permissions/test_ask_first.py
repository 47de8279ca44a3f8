"""A protected contact's e-mail and telephone appear at no door before the operator agrees (N6, C11, C24).

Every page is walked, and every door that needs more than an address to be opened stands in the table `DOORS`: whoever
builds a new one that could carry a contact's details adds a line. A guess is a door too: right and wrong are answered
alike.
"""

import re
from collections.abc import Iterator

import pytest

from guildhall.audit.models import Access
from guildhall.employers.querysets import ContactQuerySet
from guildhall.engagements.actions import liaising
from guildhall.lib import clock
from guildhall.outbox.models import OutgoingEmail
from tests.permissions.doors import DOORS, EMAIL, GUESSED, KIND, OTHERS, PHONE, SHOWING, WRONG, carried, contact_page
from tests.permissions.matrix import MATRIX
from tests.permissions.oracle import text_of
from tests.permissions.walk import address, app_of
from tests.permissions.world import World, canary, undone
from tests.sampling import THOROUGH, whole

pytestmark = pytest.mark.django_db


def guesses(name: str) -> tuple[str, str]:
    """The right guess and a wrong one, as somebody types them at a door."""
    return (PHONE, PHONE[:-1] + "9") if "telephone" in name else (EMAIL, WRONG)


def opened(world: World, who: str) -> list[str]:
    """The doors at which somebody meets the details."""
    found = []
    for name, door in DOORS.items():
        if "telephone" in name:  # the page repeats what was typed: right and wrong are compared below
            continue
        with undone():
            text = door(world, who, guesses(name)[0])
        if carried(text, typed=name in GUESSED or name == "the comparison of two editors"):
            found.append(name)
    return found


def pages(world: World) -> Iterator[tuple[str, str]]:
    """Every page; of those about a record the contact's employer, and the others in a thorough run."""
    for name, page in MATRIX.items():
        for kind in page.kinds if THOROUGH or KIND not in page.kinds else [KIND]:
            if "GET" in page.methods:
                yield name, address(world, name, page, kind)


def read(world: World, who: str) -> list[str]:
    """The pages on which somebody meets the details without sending anything: of the share of a run those that show
    contacts and those of changed apps. What else `test_matrix` asks is looked through for them there.
    """
    shared = [url for name, url in pages(world) if THOROUGH or name in SHOWING or whole(app_of(url))]
    return [url for url in shared if carried(text_of(world.ask(who, "GET", url)), typed=False)]


def stripped(text: str) -> str:
    """An answer without what differs by itself: what was typed, identifiers, tokens, times."""
    for word in (EMAIL, WRONG, EMAIL.split("@")[0], WRONG.split("@")[0]):
        text = text.replace(word, "")
    text = re.sub(r'name="once" value="[^"]+"', "", text)  # of each rendering
    text = re.sub(r"(?m)^Set-Cookie.*$", "", text)  # signed, so never twice the same
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9]{32,}|\d", "", text)


@pytest.mark.parametrize("who", OTHERS)
def test_no_door_shows_a_protected_contact(world, who):
    assert opened(world, who) == []


@pytest.mark.parametrize("who", ["administrator", "mesa_wbl", "harbor_wbl", "director", "anonymous"])
def test_no_page_shows_one(world, who):
    """The operator's own neither: details appear after a POST only, which is written down."""
    assert read(world, who) == []


@pytest.mark.parametrize("name", GUESSED)
def test_a_right_guess_is_answered_like_a_wrong_one(world, name):
    with undone():
        right = stripped(DOORS[name](world, "mesa_wbl", guesses(name)[0]))
    with undone():
        wrong = stripped(DOORS[name](world, "mesa_wbl", guesses(name)[1]))
    assert right == wrong


def test_the_ledger_of_mail_names_no_protected_address(world):
    """What the operator had mailed is in the ledger, and its address is shown to nobody else."""
    from guildhall.engagements.actions import following
    from guildhall.engagements.models import FollowUp

    with undone():
        record = world.records[KIND]
        star = record.employer.contacts.get(pk=record.ids["star"])
        following.ask_employer(FollowUp.objects.get(pk=record.ids["done"]), star, by=world.person("director"))
        email = OutgoingEmail.objects.get(to=EMAIL)
        for url in ("/outbox/", f"/outbox/{email.pk}/"):
            told = text_of(world.ask("administrator", "GET", url))
            assert not carried(told, typed=False), url
            assert "a contact of the employer" in told


def test_after_the_operator_agreed_one_person_sees_it_and_it_is_written_down(world):
    with undone():
        liaising.agree(world.more["liaison"], until=clock.today(), by=world.person("second"))
        before = Access.objects.count()
        assert {"show", "show by htmx", "change the contact"} <= set(opened(world, "harbor_wbl"))
        shown = text_of(world.ask("harbor_wbl", "POST", contact_page(world, "show/")))
        assert EMAIL in shown
        assert PHONE in shown
        row = Access.objects.latest("id")
        assert Access.objects.count() == before + 1
        assert (row.institution_name, row.reason) == ("Harbor Point College", canary(KIND, "liaison"))
        assert opened(world, "mesa_wbl") == [], "nobody else"
        assert read(world, "harbor_wbl") == [], "and not without asking for it"


def test_the_operator_and_the_deputy_see_it(world):
    for who in ("second", "director"):
        assert "show" in opened(world, who)


@pytest.mark.always
def test_the_walk_finds_a_door_that_is_open(world, monkeypatch):
    """The control: nobody asks whether a contact is protected."""
    from django.db.models import Value
    from django.db.models.fields import BooleanField, UUIDField

    def open_to_all(self, person):
        return self.annotate(
            closed=Value(False, output_field=BooleanField()), closed_for=Value(person.pk, output_field=UUIDField())
        )

    monkeypatch.setattr(ContactQuerySet, "with_closed", open_to_all)
    found = opened(world, "mesa_wbl")
    assert {"show", "show by htmx", "change the contact", "a link by mail"} <= set(found)


@pytest.mark.always
def test_a_guess_that_is_confirmed_is_found(world, monkeypatch):
    """The control: a list tells whether an address is known."""
    from guildhall.employers.models import Contact

    with undone():
        Contact.objects.filter(pk=world.records[KIND].ids["star"]).update(starred=False)
        answers = [stripped(DOORS["a list of contacts"](world, "mesa_wbl", guess)) for guess in (EMAIL, WRONG)]
    assert answers[0] != answers[1]
