"""Several people get the same role out of a pasted list: first looked at, then invited, each by themselves."""

import re
import time

import pytest
from django.contrib.messages import get_messages

from guildhall.outbox.models import OutgoingEmail
from guildhall.people.listed import Listed, people_in
from guildhall.people.models import Membership, Person

pytestmark = pytest.mark.django_db
PAGE = "/access/give/many/"
LINES = "Ana Ruiz <ana@new.example>\nLee\tPark\tlee@new.example\n\nANA@new.example\n"


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("Ana Ruiz <ana@x.example>", ("ana@x.example", "Ana", "Ruiz")),
        ("Ana\tRuiz\tana@x.example", ("ana@x.example", "Ana", "Ruiz")),
        ("ana@x.example, Ana, Ruiz", ("ana@x.example", "Ana", "Ruiz")),
        ('"Ana María" ; "de la Cruz"; ana@x.example', ("ana@x.example", "Ana María", "de la Cruz")),
        ("Maria del Carmen Ruiz (ana@x.example)", ("ana@x.example", "Maria del Carmen", "Ruiz")),
        ("ana@x.example", ("ana@x.example", "", "")),
        ("Ana Ruiz: ana@x.example", ("ana@x.example", "Ana", "Ruiz")),
        ("@ home, ana@x.example", ("ana@x.example", "@", "home")),
        ("nobody here", ("", "", "")),
        ("Ruiz, Ana <ana@x.example>", ("ana@x.example", "Ana", "Ruiz")),
        ('"de la Cruz, Ana María" <ana@x.example>', ("ana@x.example", "Ana María", "de la Cruz")),
    ],
)
def test_lines_are_read_as_people_write_them(line, named):
    assert people_in(line) == [Listed(line, *named)]


@pytest.mark.parametrize(
    "line",
    [
        "Ana Ruiz <a@x.example>; Bo Lee <b@x.example>",
        "Ana Ruiz <a@x.example>, Bo Lee <b@x.example>",
        '"Ruiz, Ana" <a@x.example>; "Lee, Bo" <b@x.example>;',
        "Ruiz, Ana <a@x.example>; Lee, Bo <b@x.example>",
        "Ana Ruiz (a@x.example) Bo Lee (b@x.example)",
        "a@x.example; b@x.example",
        "a@x.example b@x.example, A@x.example",
    ],
)
def test_everybody_on_one_line_is_read(line):
    people = people_in(line)
    assert [one.email for one in people] == ["a@x.example", "b@x.example"]
    named = [(one.given_name, one.family_name) for one in people]
    assert named == ([("Ana", "Ruiz"), ("Bo", "Lee")] if "Ruiz" in line else [("", ""), ("", "")])


@pytest.mark.parametrize("line", ["a" * 40_000, "a@" * 20_000, "a@" + ".a" * 19_000, "a@b." * 10_000])
def test_no_line_holds_up_the_reading(line):
    start = time.process_time()
    people_in(line)
    assert time.process_time() - start < 1


def given(cast, **more):
    return {"people": LINES, "role": "wbl_coordinator", "institution": cast.mesa.pk, **more}


def test_nothing_is_sent_before_somebody_has_looked(cast):
    page = cast.client(cast.mesa_admin).post(PAGE, given(cast)).content.decode()
    assert "2 people are named" in page
    assert not Person.objects.filter(email__endswith="new.example").exists()


def test_a_list_of_guesses_tells_no_account_elsewhere(cast):
    """Of an address with an account at another college the page says what it says of one that nobody has."""

    def page_of(address):
        text = cast.client(cast.mesa_admin).post(PAGE, given(cast, people=address)).content.decode()
        return re.sub(r'name="(csrfmiddlewaretoken|once)" value="[^"]+"', "", text).replace(address, "ADDRESS")

    assert page_of(cast.harbor_wbl.email) == page_of("nobody@new.example")
    assert "is here already" in page_of(cast.mesa_wbl.email.upper()), "the control: one's own"


def test_all_of_them_are_invited(cast):
    answer = cast.client(cast.mesa_admin).post(PAGE, given(cast, invite="yes"))
    assert answer.headers["Location"] == "/access/"
    people = Person.objects.filter(email__endswith="new.example").order_by("email")
    assert [(p.given_name, p.family_name, p.email) for p in people] == [
        ("Ana", "Ruiz", "ana@new.example"),
        ("Lee", "Park", "lee@new.example"),
    ]
    assert Membership.objects.filter(person__in=people, institution=cast.mesa, role="wbl_coordinator").count() == 2
    assert OutgoingEmail.objects.filter(to__endswith="new.example", kind="access").count() == 2


def test_who_is_refused_stays_in_the_form_with_the_reason(cast):
    lines = f"Ana Ruiz <ana@new.example>\n{cast.mesa_wbl.email}"
    page = cast.client(cast.mesa_admin).post(PAGE, given(cast, people=lines, invite="yes")).content.decode()
    assert "These are not invited" in page
    field = page.partition("<textarea")[2].partition("</textarea>")[0]
    assert cast.mesa_wbl.email in field
    assert "ana@new.example" not in field
    assert Person.objects.filter(email="ana@new.example").exists()


def test_a_line_without_an_address_is_named_and_nothing_is_lost(cast):
    page = cast.client(cast.mesa_admin).post(PAGE, given(cast, people="Ana Ruiz\nb@new.example", invite="yes"))
    text = page.content.decode()
    assert "No e-mail address stands here: Ana Ruiz" in text
    assert "b@new.example" in text
    assert not Person.objects.filter(email="b@new.example").exists()


def test_only_where_one_gives_access_and_no_role_above_ones_own(cast):
    client = cast.client(cast.mesa_admin)
    client.post(PAGE, given(cast, institution=cast.harbor.pk, invite="yes"))
    client.post(PAGE, given(cast, role="regional_director", invite="yes"))
    assert not Person.objects.filter(email__endswith="new.example").exists()


def test_where_no_mail_leaves_the_page_says_how_they_get_in(cast, monkeypatch):
    monkeypatch.setattr("guildhall.people.views.inviting.is_mailed", lambda request: False)
    answer = cast.client(cast.mesa_admin).post(PAGE, given(cast, invite="yes"))
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert said == ["2 people have access now. No e-mail leaves here: press “Make a link” beside each name."]
