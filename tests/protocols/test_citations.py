"""A citation on any page opens the clause that it names."""

import pytest
from django.urls import reverse

from guildhall.protocols.models import Clause

pytestmark = pytest.mark.django_db


def test_a_citation_leads_to_its_clause(cast):
    clause = Clause.objects.filter(protocol__published_at__isnull=False).select_related("protocol").first()
    answer = cast.client(cast.mesa_wbl).get(reverse("protocols"), {"cited": clause.citation})
    assert answer.url == f"{reverse('protocol', args=[clause.protocol_id])}#c{clause.number}"


@pytest.mark.parametrize("citation", ["", "nothing", "Nothing v1, 4.2", "x v99999999999, 1", "a\0b v1, 1"])
def test_what_cites_nothing_shows_the_protocols(cast, citation):
    assert cast.client(cast.mesa_wbl).get(reverse("protocols"), {"cited": citation}).status_code == 200
