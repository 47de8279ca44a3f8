"""What a new version does with what an earlier one left: links that were mailed, and what is searched."""

from datetime import timedelta
from importlib import import_module
from inspect import getsource

import pytest
from django.apps import apps
from django.db import connection

from guildhall.employers.actions.logins import NewLogin, end_login, open_login
from guildhall.lib import clock
from guildhall.opportunities.actions.entering import Offer, enter_opportunity
from guildhall.opportunities.actions.revising import link_of, open_link
from guildhall.opportunities.models import OfferLink, Opportunity
from tests.opportunities.offers import fresh, posted

pytestmark = pytest.mark.django_db
OPENED_AGAIN = import_module("guildhall.opportunities.migrations.0010_opened_again")
LONG_AGO = timedelta(400)  # before 0009, however long a template of tests is kept


@pytest.fixture
def offered(cast):
    """What an employer offered at the front door, without a contact of its own."""
    kestrel = cast.shared("Kestrel Aerospace").employer
    cast.login = open_login(kestrel, NewLogin("Grant", "Sewell", "grant@kestrel.example"), by=cast.director)
    return enter_opportunity(kestrel, Offer("internship_paid", "Two planners"), holder=cast.mesa, by=cast.login)


def as_of_before(secret, **facts):
    """The link of a secret as an earlier version wrote it: it did not know whom it was written to."""
    rows = OfferLink.objects.filter(pk=link_of(secret).pk)
    rows.update(**{"login": None, "contact": None, "sent_at": clock.now() - LONG_AGO} | facts)
    return secret


def opened_again():
    with connection.cursor() as cursor:
        cursor.execute(OPENED_AGAIN.OPEN_AGAIN)


def test_a_link_that_was_mailed_before_opens_again_for_whom_it_was_written_to(cast, offered):
    secret = as_of_before(open_link(offered, cast.login))
    assert link_of(secret) is None, "the control"
    opened_again()
    assert link_of(secret).login == cast.login
    end_login(cast.login, by=cast.director)
    assert link_of(secret) is None, "nor does it once its reader does not sign in any more"


def test_no_other_link_opens_again(cast, offered):
    """Neither what was used, nor what a contact had, nor what lost its reader under the version that knows them."""
    closed = {"used": {"used_at": clock.now()}, "of a contact": {"contact": cast.login.contact}, "later": {}}
    closed["later"] = {"sent_at": clock.now() + timedelta(800)}  # the version came by a clock that does not travel
    for facts in closed.values():
        as_of_before(open_link(offered, cast.login), **facts)
    opened_again()
    assert not OfferLink.objects.exclude(login=None).exists()


def test_what_was_emptied_is_searched_again_at_once(cast):
    employer = cast.shared("Kestrel Aerospace").employer
    row = posted(cast, employer, description="Call Ana at 619-555-0134, or a@b.example")
    gone = posted(cast, employer, title="Über Käse")
    Opportunity.objects.update(search=None)
    Opportunity.objects.filter(pk=gone.pk).update(kind="of_another_day")
    OPENED_AGAIN.describe(apps, None)
    assert {"'ana'", "'call'", "'kestrel'"} <= set(fresh(row).search.split())
    assert "0134" not in fresh(row).search and "example" not in fresh(row).search
    assert {"'uber'", "'kase'"} <= set(fresh(gone).search.split()), "a kind that is no more ends no upgrade"


def test_the_step_reads_nothing_that_may_change():
    """A later change of what entering does would break every new installation at this step."""
    assert "guildhall" not in getsource(OPENED_AGAIN)
