"""Roles that are hard to fill: said by employers themselves or noted by the staff, seen as the employer is (D6)."""

from datetime import timedelta

import pytest

from guildhall.demand.actions import roles
from guildhall.demand.actions.roles import Role
from guildhall.demand.models import HardToFill
from guildhall.demand.queries.roles import at_door, of_employer, to_say_at_door, waits_for_word
from guildhall.employers.actions.logins import NewLogin, open_login
from guildhall.employers.actions.merging import merge
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from tests.portal.test_own_pages import CONTACT, signed_in


@pytest.fixture
def door(cast):
    cast.kestrel = cast.shared("Kestrel Aerospace", contact=CONTACT).employer
    cast.login = open_login(cast.kestrel, NewLogin("Marisol", "Ortega", "marisol@kestrel.example"), by=cast.director)
    cast.browser = signed_in(cast.login)
    return cast


def in_three_months():
    return clock.today() + timedelta(90)


def role(title="Assemblers", **more):
    return Role(**({"title": title, "until": in_three_months(), "soc": "51-2028"} | more))


def test_an_employer_says_it_at_its_own_door(door):
    """D6: the staff read it on the employer's page as its own word."""
    page = door.browser.post(
        "/employer/roles/add/",
        {"title": "Night assemblers", "how_many": "6", "until": in_three_months(), "lacking": "soldering", "once": "a"},
    )
    assert page.status_code == 302
    [row] = HardToFill.objects.all()
    assert (row.by_itself, row.said_by, row.how_many, row.soc) == (True, door.login, 6, "")
    text = door.client(door.mesa_wbl).get(f"/employers/{door.kestrel.pk}/roles/").content.decode()
    assert "Night assemblers" in text
    assert "said by the employer" in text
    assert "Night assemblers" in door.browser.get("/employer/roles/").content.decode()


def test_what_is_wrong_stands_beside_the_field_and_keeps_what_was_typed(door):
    typed = {"title": "Night assemblers", "how_many": "0", "until": "1999-01-01", "occupation": "51-99"}
    page = door.browser.post("/employer/roles/add/", typed)
    text = page.content.decode()
    assert page.status_code == 200
    assert "Night assemblers" in text
    assert "A SOC code looks like" in text
    assert "This day has passed already" in text
    assert not HardToFill.objects.exists()


def test_the_staff_end_an_employers_own_word_and_do_not_change_it(door):
    row = roles.note_role(door.kestrel, role(), by=door.login)
    with pytest.raises(Refused, match="said this itself"):
        roles.change_role(row, role("Other words"), version=row.version, by=door.mesa_wbl)
    roles.say_over(row, "filled", version=row.version, by=door.mesa_wbl)
    with pytest.raises(Refused, match="over"):
        roles.say_over(row, "filled", version=row.version + 1, by=door.login)


def test_an_employer_changes_what_the_staff_noted(door):
    row = roles.note_role(door.kestrel, role(), by=door.mesa_wbl)
    assert (row.by_itself, row.noted_by, row.institution) == (False, door.mesa_wbl, door.mesa)
    changed = roles.change_role(row, role("Better words"), version=row.version, by=door.login)
    assert changed.title == "Better words"


def test_nobody_speaks_for_another_employer(door):
    other = door.shared("Other Works").employer
    row = roles.note_role(other, role(), by=door.mesa_wbl)
    with pytest.raises(Refused):
        roles.note_role(other, role(), by=door.login)
    for path in ("change", "over", "still"):
        assert door.browser.post(f"/employer/roles/{row.pk}/{path}/", {"version": "1"}).status_code == 404
    assert "Assemblers" not in door.browser.get("/employer/roles/").content.decode()


def test_it_counts_until_its_day_and_then_is_asked_for_again(door):
    row = roles.note_role(door.kestrel, role(), by=door.mesa_wbl)
    assert to_say_at_door(door.login) == []
    assert "Nothing waits for your answer" in door.browser.get("/employer/").content.decode()
    HardToFill.objects.filter(pk=row.pk).update(until=clock.today() - timedelta(1))
    assert not HardToFill.objects.open().exists()
    assert list(waits_for_word(door.mesa_wbl)) == [row]
    assert not waits_for_word(door.harbor_wbl).exists()
    home = door.browser.get("/employer/").content.decode()
    assert "Still hard to fill" in home
    assert "Something waits for your answer" in home
    door.browser.post(f"/employer/roles/{row.pk}/still/", {"version": str(row.version)})
    row.refresh_from_db()
    assert row.is_open
    assert row.until > clock.today() + timedelta(170)


def test_of_two_who_change_it_the_second_is_told(door):
    row = roles.note_role(door.kestrel, role(), by=door.login)
    roles.change_role(row, role("First"), version=1, by=door.login)
    with pytest.raises(Conflict):
        roles.change_role(row, role("Second"), version=1, by=door.login)
    page = door.browser.post(
        f"/employer/roles/{row.pk}/change/",
        {"title": "Second", "how_many": "2", "until": in_three_months(), "version": "1"},
    ).content.decode()
    assert "First" in page
    assert "Second" in page


def test_roles_behind_the_wall_are_nobodys_news(cast):
    """A1, with a control: whoever develops the employer reads it."""
    hidden = cast.prospect("Northwind Robotics").employer
    row = roles.note_role(hidden, role("Robot whisperers"), by=cast.director)
    assert list(HardToFill.objects.visible_to(cast.director)) == [row]
    assert not HardToFill.objects.visible_to(cast.mesa_wbl).exists()
    with pytest.raises(Refused):
        roles.note_role(hidden, role(), by=cast.mesa_wbl)
    assert "Robot whisperers" not in cast.client(cast.mesa_wbl).get("/demand/roles/").content.decode()
    assert "Robot whisperers" in cast.client(cast.director).get("/demand/roles/").content.decode()


def test_roles_follow_a_merge(cast):
    one, other = (cast.shared(name).employer for name in ("Kestrel Aerospace", "Kestrel"))
    row = roles.note_role(other, role(), by=cast.mesa_wbl)
    merge(one, other, by=cast.director)
    assert of_employer(cast.mesa_wbl, one) == [row]


def test_sixty_are_kept_for_one_employer(door, monkeypatch):
    monkeypatch.setattr(roles, "MOST_OPEN", 2)
    for title in ("One", "Two"):
        roles.note_role(door.kestrel, role(title), by=door.login)
    with pytest.raises(Refused, match="Sixty"):
        roles.note_role(door.kestrel, role("Three"), by=door.login)
    assert [row.title for row in at_door(door.login)] == ["One", "Two"]


@pytest.mark.parametrize(("more", "said"), [
    ({"title": " "}, "what you call the role"), ({"how_many": 0}, "how many"),
    ({"until": clock.today() - timedelta(1)}, "passed already"),
    ({"since": clock.today() + timedelta(1)}, "still to come"),
])  # fmt: skip
def test_what_cannot_be_is_said(door, more, said):
    with pytest.raises(Refused, match=said):
        roles.note_role(door.kestrel, role(**more), by=door.mesa_wbl)


def test_the_list_is_searched_by_role_employer_and_skill(door):
    roles.note_role(door.kestrel, role(lacking="soldering"), by=door.login)
    roles.note_role(door.kestrel, role("Drivers", soc=""), by=door.login)
    staff = door.client(door.mesa_wbl)

    def found(query):
        text = staff.get(f"/demand/roles/{query}").content.decode()
        return [title for title in ("Assemblers", "Drivers") if title in text]

    assert found("") == ["Assemblers", "Drivers"]
    assert found("?q=solder") == ["Assemblers"]
    assert found("?q=kestrel") == ["Assemblers", "Drivers"]
    assert found("?uncoded") == ["Drivers"]
    assert found("?field=51") == ["Assemblers"]
    assert found("?view=over") == []


@pytest.mark.parametrize("name", ["title", "lacking", "credential", "place"])
def test_words_about_a_role_hold_no_contact_details(door, name):
    """C24: colleges read them, whoever may see the contact; also where no form asks."""
    for says in ("Call 415-555-0142", "Write to jo@kestrel.example"):
        with pytest.raises(Refused, match="Contact details belong to a contact"):
            roles.note_role(door.kestrel, role(**{name: says}), by=door.mesa_wbl)
        typed = {"title": "Assemblers", "how_many": "6", "until": in_three_months(), "lacking": "solder"} | {name: says}
        page = door.browser.post("/employer/roles/add/", typed).content.decode()
        assert "Contact details belong to a contact" in page
        assert says in page, "what was typed is kept"
    assert not HardToFill.objects.exists()
    roles.note_role(door.kestrel, role(**{name: "Title 22, 1,200 hours, SOC 51-2028"}), by=door.mesa_wbl)
