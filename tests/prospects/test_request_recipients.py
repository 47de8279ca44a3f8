"""A college that asks reaches somebody who may answer (N1, J2): owner, sector, contact for colleges, in this order."""

import pytest

from guildhall.outbox.models import OutgoingEmail
from guildhall.people.actions.persons import end_membership
from guildhall.people.models import Territory
from guildhall.people.permissions import Role
from guildhall.people.queries import contact_for_colleges
from guildhall.prospects.actions import asking

pytestmark = pytest.mark.django_db
HEALTH, METAL = "622110", "332710"


def ask(cast, prospect, *, by="harbor_wbl"):
    person = cast.people[by]
    place = cast.harbor if by.startswith("harbor") else cast.mesa
    return asking.request_for(prospect.pk, prospect.employer.name, "may we join?", by=person, institution=place)


def ended(cast, name):
    """Somebody's roles are over."""
    person = cast.people[name]
    for membership in list(person.memberships.all()):
        end_membership(membership, by=cast.administrator)
    person.forget_standing()


def answers(cast, request):
    """The one who was asked opens the page, finds the request and answers it."""
    client = cast.client(request.directed_to)
    page = client.get("/crm/requests/")
    assert page.status_code == 200
    assert request.typed in page.content.decode()
    assert client.post(f"/crm/requests/{request.pk}/", {"act": "accept"}).status_code == 302
    request.refresh_from_db()
    assert request.state == "accepted"
    assert OutgoingEmail.objects.filter(kind="join asked", to=request.directed_to.email).exists()


def test_the_owner_is_asked_first(cast):
    prospect = cast.prospect("Kestrel Aerospace", naics=HEALTH)
    prospect.owner = cast.second
    prospect.save()
    request = ask(cast, prospect)
    assert request.directed_to == cast.second
    answers(cast, request)


def test_without_an_owner_the_director_of_the_sector_is_asked(cast):
    request = ask(cast, cast.prospect("Two Rivers Clinic", naics=HEALTH))
    assert request.directed_to == cast.director
    answers(cast, request)


def test_without_either_the_contact_for_colleges_is_asked(cast):
    request = ask(cast, cast.prospect("Kestrel Aerospace", naics=METAL))
    assert request.directed_to == cast.second
    answers(cast, request)


def test_an_owner_who_left_is_passed_over(cast):
    prospect = cast.prospect("Two Rivers Clinic", naics=HEALTH)
    prospect.owner = cast.second
    prospect.save()
    ended(cast, "second")
    assert ask(cast, prospect).directed_to == cast.director


@pytest.mark.parametrize("loss", ["role", "account", "never had it"])
def test_a_contact_who_may_not_answer_any_more_is_passed_over_for_a_director_who_may(cast, loss):
    if loss == "role":
        ended(cast, "second")
    elif loss == "account":
        cast.second.is_active = False
        cast.second.save()
    else:
        Territory.objects.update(contact=cast.administrator)
    request = ask(cast, cast.prospect("Kestrel Aerospace", naics=METAL))
    assert request.directed_to == cast.director
    assert contact_for_colleges() == cast.director  # colleges are told of somebody who may answer, too
    answers(cast, request)


def test_what_a_college_holds_goes_to_its_staff_where_no_director_is_left(cast):
    prospect = cast.prospect("Tern Composites", holder=cast.mesa, by=cast.mesa_wbl, naics=METAL)
    ended(cast, "second")
    ended(cast, "director")
    request = ask(cast, prospect)
    assert request.directed_to.email.startswith("mesa_")
    answers(cast, request)


def test_where_nobody_may_answer_the_request_waits_for_the_next_director(cast):
    prospect = cast.prospect("Kestrel Aerospace", naics=METAL)
    ended(cast, "second")
    ended(cast, "director")
    assert ask(cast, prospect).directed_to is None
    assert contact_for_colleges() is None
    assert not OutgoingEmail.objects.filter(kind="join asked").exists()
    newcomer = cast.add("newcomer", Role.REGIONAL_DIRECTOR, cast.region)
    assert "Kestrel Aerospace" in cast.client(newcomer).get("/crm/requests/").content.decode()
