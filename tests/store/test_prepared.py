"""A statement that is kept answers as one that is built anew: for everybody, on every day, with every value."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db.models import Q
from django.http import Http404
from django.test import RequestFactory

from guildhall.employers.models import Employer
from guildhall.employers.views.record import employer_of
from guildhall.engagements.models import Engagement, FollowUp
from guildhall.engagements.queries.timeline import timeline
from guildhall.lib import clock
from guildhall.people.actions.persons import end_membership
from guildhall.people.models import Institution, Membership, Person
from guildhall.people.permissions import Role
from guildhall.project.navigation import MENU, _lists
from guildhall.store.counts import counts, prepared_counts
from guildhall.store.prepared import NotPreparable, _built, prepared
from tests.employers.merging_cases import log
from tests.moments import days_from_now

EVERYBODY = ("director", "administrator", "mesa_wbl", "mesa_jobs", "harbor_wbl", "harbor_admin", "mesa_student")


def seen(person, employer):
    return Employer.objects.visible_to(person).filter(pk=employer)


def late(person, since):
    return FollowUp.objects.visible_to(person).overdue().filter(first_due_on__gte=since)


def fresh(person):
    """The same person as another request finds them."""
    return Person.objects.get(pk=person.pk)


@pytest.mark.django_db
def test_each_sees_their_own_and_nothing_of_another(cast):
    shared, held = cast.shared("Kestrel Aerospace").employer, cast.prospect("Tern Composites").employer
    for _again in range(2):
        for name in EVERYBODY:
            for employer in (shared, held):
                person = fresh(getattr(cast, name))
                assert prepared(seen, person, employer=employer.pk) == list(seen(person, employer.pk)), name
    assert prepared(seen, fresh(cast.director), employer=held.pk), "the control: somebody sees it"
    assert prepared(seen, fresh(cast.director), employer=uuid4()) == []


@pytest.mark.django_db
def test_a_right_that_is_lost_is_lost_at_once(cast):
    held = cast.prospect("Tern Composites").employer
    assert prepared(seen, fresh(cast.director), employer=held.pk) == [held]
    end_membership(Membership.objects.get(person=cast.director, role=Role.REGIONAL_DIRECTOR), by=cast.administrator)
    assert prepared(seen, fresh(cast.director), employer=held.pk) == []


@pytest.mark.django_db
def test_days_are_those_of_the_run(cast):
    employer = cast.shared("Kestrel Aerospace").employer
    engagement = log(cast, employer, "They called")
    due = clock.today() + timedelta(3)
    FollowUp.objects.create(
        employer=employer, engagement=engagement, what="Send the outline", asker=cast.mesa_wbl, owner=cast.mesa_wbl,
        promised_by=cast.mesa_wbl, institution=cast.mesa, first_due_on=due, due_on=due, made_at=clock.now(),
    )  # fmt: skip
    for days, rows in ((0, 0), (3, 0), (4, 1), (90, 1)):
        with clock.at(days_from_now(days)):
            for since, found in ((due, rows), (due + timedelta(1), 0)):
                assert len(prepared(late, cast.mesa_wbl, since=since)) == found, (days, since)


@pytest.mark.django_db
def test_the_pages_that_use_it_say_what_they_would_say_without(cast):
    employer = cast.shared("Kestrel Aerospace").employer
    for n in range(3):
        log(cast, employer, f"Call {n}")
    for name in EVERYBODY:
        person = fresh(getattr(cast, name))
        request = RequestFactory().get("/")
        request.user = person
        if visible := Employer.objects.visible_to(person).filter(pk=employer.pk).first():
            assert employer_of(request, employer.pk) == visible
        else:
            with pytest.raises(Http404):
                employer_of(request, employer.pk)
        told = Engagement.objects.filter(employer=employer).open_to(person).order_by("-happened_on", "-id")
        assert timeline(person, employer).entries == list(told), name
        items = tuple(item for item in MENU if not item.needs or person.standing.holds(item.needs))
        assert prepared_counts(_lists, person, items) == counts(_lists(person, items)), name


@pytest.mark.django_db
def test_a_statement_is_built_once(cast, django_assert_num_queries):
    employer, person = cast.shared("Kestrel Aerospace").employer, fresh(cast.mesa_wbl)
    prepared(seen, person, employer=employer.pk)
    before = _built.cache_info()
    with django_assert_num_queries(1):
        prepared(seen, person, employer=uuid4())
    after = _built.cache_info()
    assert (after.hits, after.misses) == (before.hits + 1, before.misses)


def asks(person, employer):
    return Employer.objects.filter(
        pk=employer, holder__in=list(Membership.objects.values_list("institution", flat=True))
    )


def loses(person, employer):
    return Employer.objects.exclude(pk=person.pk)


def hides(person, employer):
    return Employer.objects.filter(Q(pk=employer) | Q(default_audience__contains=[f"{employer}"]))


def by_the_hour(person, employer):
    return Employer.objects.filter(pk=employer, posted_at__gte=clock.now() - timedelta(hours=5))


def from_midnight(person, employer):
    midnight = datetime.combine(clock.today(), datetime.min.time(), UTC)
    return Employer.objects.filter(pk=employer, posted_at__gte=midnight)


@pytest.mark.django_db
@pytest.mark.parametrize("build", [asks, loses, hides, by_the_hour, from_midnight])
def test_what_cannot_be_run_with_other_values_is_refused(cast, build):
    with pytest.raises(NotPreparable):
        prepared(build, cast.mesa_wbl, employer=uuid4())


def of_some(first, second):
    return Institution.objects.filter(pk__in=[first, second])


def in_words(day):
    return Institution.objects.filter(name__contains=f"since {day}")


@pytest.mark.django_db
def test_digits_of_a_year_inside_an_identifier_are_no_day(cast):
    """An identifier such as 01a2…-4000-… once looked like the time at which statements are built."""
    odd = UUID("01a20310-4000-7400-8400-004000400040")
    assert list(prepared(of_some, odd, cast.mesa.pk)) == [cast.mesa]


@pytest.mark.django_db
def test_a_day_that_stands_inside_words_is_noticed(cast):
    """The control: such a statement would keep the day on which it was built."""
    with pytest.raises(NotPreparable):
        prepared(lambda: in_words(clock.today()))
