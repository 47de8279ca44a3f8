"""Choosing one of many people: a list up to fifteen, beyond that a name is typed, with or without script."""

import re
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from guildhall.employers.actions import editing
from guildhall.employers.models import Contact
from guildhall.engagements.models import Engagement
from guildhall.lib import clock
from guildhall.people.permissions import Role
from guildhall.ui.naming import MOST, NameChoiceField, names_of, one_named

NAMES = {"1": "José Núñez", "2": "Ada Nova", "3": "Ada Novak", "4": "Bo Berg"}


@pytest.mark.parametrize(
    ("typed", "key"),
    [("José Núñez", "1"), ("jose nunez", "1"), ("nunez, jose", "1"), ("Bo", "4"), ("Ada Nova", "2"), ("novak", "3")],
)
def test_a_name_that_fits_one_is_taken(typed, key):
    assert one_named(typed, NAMES) == key


@pytest.mark.parametrize(
    ("typed", "words"),
    [("Ada", "Several fit: Ada Nova; Ada Novak"), ("Zoe", "Nobody of the name “Zoe”"), ("…", "Nobody"), ("%s", "Nob")],
)
def test_several_and_nobody_are_said_in_words(typed, words):
    with pytest.raises(ValidationError, match=words):
        one_named(typed, NAMES)
    with pytest.raises(ValidationError, match="Many fit"):
        one_named("Ada", {str(n): f"Ada {n}" for n in range(9)})


def test_those_of_one_name_are_kept_apart():
    class Row(SimpleNamespace):
        def __str__(self):
            return self.name

    rows = [Row(pk=1, name="Ada", place="Mesa"), Row(pk=2, name="Ada", place="Harbor"), Row(pk=3, name="Bo", place="X")]
    assert list(names_of(rows).values()) == ["Ada, Mesa", "Ada, Harbor", "Bo"]
    rows = [Row(pk=2, name="Ada", title=""), Row(pk=1, name="Ada", title="")]
    assert names_of(rows) == {"2": "Ada (2)", "1": "Ada (1)"}


def test_other_choices_stand_among_the_names():
    field = NameChoiceField(choices=[("", "stays"), ("none", "nobody"), *((str(n), f"Ada {n}th") for n in range(40))])
    assert field.is_typed
    assert [field.clean(typed) for typed in ("nobody", "none", "Ada 17th", "17")] == ["none", "none", "17", "17"]
    with pytest.raises(ValidationError):
        field.clean("Ada")


# ── On pages ─────────────────────────────────────────────────────────


@pytest.fixture
def crowd(cast):
    """An employer with many contacts, in a region with many colleagues."""
    employer = cast.shared("Kestrel Aerospace").employer
    for n in range(MOST + 5):
        cast.add(f"colleague{chr(97 + n)}", Role.WBL_COORDINATOR, cast.mesa)
        editing.save_contact(employer, {"given_name": f"Con{chr(97 + n)}", "family_name": "Tact"}, by=cast.mesa_wbl)
    return employer


@pytest.mark.django_db
def test_a_contact_is_typed_and_what_was_typed_stays(cast, crowd):
    client, url = cast.client(cast.mesa_wbl), f"/employers/{crowd.pk}/"
    page = client.get(url).content.decode()
    assert re.search(r'<input[^>]+name="contact"[^>]+list="', page)
    assert '<option value="Conb Tact">' in page
    values = {"kind": "call", "happened_on": str(clock.today()), "summary": "They called"}
    page = client.post(url, values | {"contact": "Tact"}).content.decode()
    assert "Many fit “Tact”" in page
    assert 'value="Tact"' in page
    assert client.post(url, values | {"contact": "conb"}).status_code == 302
    assert Engagement.objects.get(summary="They called").contact.given_name == "Conb"
    pk = str(Contact.objects.get(given_name="Conc").pk)  # a program, or a form that was opened before
    assert client.post(url, values | {"contact": pk, "summary": "Again"}).status_code == 302
    assert f'value="{pk}"' not in client.post(url, values | {"contact": pk, "summary": ""}).content.decode()


@pytest.mark.django_db
def test_nobody_is_chosen_who_is_not_offered(cast, crowd):
    """A name typed reaches no further than the list did."""
    other = cast.shared("Bluegate", contact={"given_name": "Zoe", "family_name": "Zett"}).employer.contacts.get()
    client, url = cast.client(cast.mesa_wbl), f"/employers/{crowd.pk}/"
    values = {"kind": "call", "happened_on": str(clock.today()), "summary": "x"}
    for typed in ("Zoe Zett", str(other.pk)):
        assert "can be chosen here" in client.post(url, values | {"contact": typed}).content.decode()


def test_what_tells_two_apart_is_read_of_those_alone_who_have_one_name():
    """A list of names is one statement, whatever of its rows was read: a detail that was not would be one each."""

    class Row:
        def __init__(self, pk, name, place=None):
            self.pk, self.name, self.known = pk, name, place

        def __str__(self):
            return self.name

        @property
        def place(self):
            assert self.known, f"{self.name} is alone"
            return self.known

    rows = [Row(1, "Ada", "Mesa"), Row(2, "Ada", "Harbor"), Row(3, "Bo")]
    assert list(names_of(rows).values()) == ["Ada, Mesa", "Ada, Harbor", "Bo"]
