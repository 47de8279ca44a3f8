"""What belongs to an employer: its visitors find that, and nothing of another one (N19)."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.shortcuts import get_object_or_404

from guildhall.employers.models import Contact, Employer, EmployerLogin, Site
from guildhall.engagements.models import ContactLimit
from guildhall.lib import clock
from guildhall.people.models import Institution
from guildhall.portal.models import Expectation, Registration

LATELY = 60  # days in which a departure can be undone at the front door


def employer_now(login: EmployerLogin) -> Employer:
    """The employer, as it is saved now."""
    return Employer.objects.get(pk=login.employer_id)


def site_of(login: EmployerLogin, pk: Any) -> Site:
    """A site of the employer."""
    return get_object_or_404(Site, employer=login.employer_id, pk=pk)


def limit_of(login: EmployerLogin, pk: Any) -> ContactLimit:
    """A wish about being contacted: the employer's, one's own, a colleague's for whoever administers; else none."""
    rows = ContactLimit.objects.filter(employer=login.employer_id)
    own = Q(contact=None) | Q(contact=login.contact_id) if login.contact_id else Q(contact=None)
    return get_object_or_404(rows if login.administers else rows.filter(own), pk=pk)


def contact_of(login: EmployerLogin, pk: Any) -> Contact:
    """A contact whose details somebody changes: one's own, every one for whoever administers; else it is not there."""
    rows = Contact.objects.filter(employer=login.employer_id).current()
    return get_object_or_404(rows if login.administers else rows.filter(pk=login.contact_id), pk=pk)


def left_lately(login: EmployerLogin) -> Any:
    """Who left lately, for whoever administers: a mistake can be undone."""
    since = clock.today() - timedelta(LATELY)
    rows = Contact.objects.filter(employer=login.employer_id, to_date__range=(since, clock.today() - timedelta(1)))
    named = rows.exclude(given_name="", family_name="")  # of somebody erased since nothing is left to put right
    return named.order_by("-to_date", "family_name") if login.administers else rows.none()


def login_of(employer: Any, pk: Any) -> EmployerLogin:
    """A login of an employer that stands."""
    return get_object_or_404(EmployerLogin.objects.standing().filter(employer=employer), pk=pk)


def registration_for(login: EmployerLogin, pk: Any) -> Registration:
    """Who asks to sign in for the same employer."""
    return get_object_or_404(Registration.objects.filter(employer=login.employer_id), pk=pk)


def open_institution(pk: Any) -> Institution:
    """An institution that employers may read about."""
    return get_object_or_404(Institution.objects.open(), pk=pk)


def expectation_of(institution: Institution) -> Expectation | None:
    """What an institution says employers may expect."""
    return Expectation.objects.filter(institution=institution).first()
