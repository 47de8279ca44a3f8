"""Where the demo region is not loaded."""

import io

import pytest
from django.core.management import CommandError, call_command

from guildhall.demo import region
from guildhall.people.actions.institutions import found
from guildhall.people.models import Institution

pytestmark = pytest.mark.django_db


def test_a_database_with_an_institution_of_its_own_is_left_alone():
    found("Some College", "college", parent=None, by=None)
    assert not region.can_load(here=True)
    with pytest.raises(CommandError, match="empty"):
        call_command("demo", demo_here=True, stderr=io.StringIO())
    assert Institution.objects.count() == 1


def test_a_server_of_your_own_needs_a_word_from_you(settings):
    settings.EXTERNAL_DATABASE = True
    assert not region.can_load(here=False)
    assert region.can_load(here=True)
    with pytest.raises(CommandError, match="--demo-here"):
        call_command("demo", stderr=io.StringIO())
    assert not Institution.objects.exists()


def test_an_empty_embedded_database_may_have_it():
    assert region.can_load(here=False)
