"""Two editors of one record: what the first one saved is shown, also where a form asks for it otherwise (R29)."""

import pytest

from guildhall.employers.models import Employer
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.engagements.models import Engagement
from guildhall.lib import clock

pytestmark = pytest.mark.django_db
SAME = "does not differ from yours"


def form_of(response):
    """What a browser would send back of a page's form."""
    form = response.context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, "", [], False)}


def test_a_colleague_taken_out_meanwhile_is_shown(cast):
    employer = cast.shared("Kestrel Aerospace").employer
    told = Happening("call", "Spoke", clock.today(), visibility="named", colleagues=(cast.mesa_jobs, cast.mesa_cases))
    entry = record_engagement(employer, told, by=cast.mesa_wbl, institution=cast.mesa)
    client, address = cast.client(cast.mesa_wbl), f"/employers/{employer.pk}/engagements/{entry.pk}/change/"
    mine = form_of(client.get(address))
    theirs = mine | {"colleagues": [str(cast.mesa_jobs.pk)]}
    assert client.post(address, theirs).status_code == 302
    page = client.post(address, mine).content.decode()
    assert SAME not in page
    assert f"<td>{cast.mesa_jobs}</td>" in page, "saved now"
    assert cast.mesa_cases not in [p.person for p in Engagement.objects.get(pk=entry.pk).participants.all()]


def test_tags_changed_meanwhile_are_shown(cast):
    employer = cast.shared("Kestrel Aerospace").employer
    client, address = cast.client(cast.mesa_wbl), f"/employers/{employer.pk}/change/"
    mine = form_of(client.get(address))
    assert client.post(address, mine | {"tags": "robots"}).status_code == 302
    page = client.post(address, mine).content.decode()
    assert SAME not in page
    assert "<td>robots</td>" in page
    assert [tag.name for tag in Employer.objects.get(pk=employer.pk).tags.all()] == ["robots"]


def test_what_cannot_be_compared_is_said_to_be_so(cast):
    """The words of an act are nothing that the record holds: silence would mean that nothing differs."""
    prospect = cast.prospect("Quietwater Foundry")
    client, address = cast.client(cast.director), f"/vetting/{prospect.pk}/move/"
    page = client.post(address, {"stage": "contacted", "reason": "met", "version": "77"}).content.decode()
    assert SAME not in page
