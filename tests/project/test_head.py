"""HEAD is GET without its body, wherever GET is allowed; and nobody who is not signed in gets a bare refusal."""

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from guildhall.audit.models import Access
from guildhall.people.models import Territory
from guildhall.project.middleware import head
from tests.permissions.walk import patterns
from tests.sampling import drawn

pytestmark = pytest.mark.django_db
SAME = ("Content-Type", "Content-Length", "Cache-Control", "Location", "Content-Security-Policy", "X-Frame-Options")


def both(client, address):
    return client.get(address), client.head(address)


@pytest.mark.parametrize("address", ["/employers/add/", "/imports/", "/crm/", "/", "/employers/", "/roles/"])
def test_a_page_with_and_without_a_form_answers_both(cast, address):
    client = cast.client(cast.director)
    got, headed = both(client, address)
    assert got.status_code == headed.status_code == 200
    assert headed.content == b""
    assert {k: headed.get(k) for k in SAME} == {k: got.get(k) for k in SAME}
    assert int(headed["Content-Length"]) == len(got.content) > 500


def test_every_address_that_answers_get_answers_head(cast):
    """Without a record: those with one are walked by the permission matrix."""
    client, differing = cast.client(cast.director), []
    without_a_record = [(name, where) for name, where in patterns() if "<" not in where and "(?P" not in where]
    for name, where in drawn(without_a_record, 30):
        got, headed = both(client, f"/{where}")
        if got.status_code != headed.status_code or headed.content:
            differing.append(f"{name}: GET {got.status_code}, HEAD {headed.status_code}")
    assert not differing, "\n".join(differing)


def test_refusals_and_missing_pages_have_the_same_status(cast):
    prospect = cast.prospect("Kestrel Aerospace")
    for who, address, status in (
        ("mesa_wbl", "/crm/", 403),
        ("mesa_wbl", f"/vetting/{prospect.pk}/", 404),
        ("mesa_wbl", "/no/such/page/", 404),
        ("mesa_wbl", "/employers/export/", 405),
        ("mesa_wbl", f"/employers/{prospect.pk}/notes/", 404),
    ):
        got, headed = both(cast.client(cast.people[who]), address)
        assert (got.status_code, headed.status_code) == (status, status), address


def test_a_contact_form_asked_for_its_head_shows_nothing_and_changes_nothing(cast):
    """The form with addresses opens by POST alone, which is written down (G1)."""
    employer = cast.prospect("Kestrel", contact={"family_name": "Ortega", "email": "o@kestrel.example"}).employer
    address = f"/employers/{employer.pk}/contacts/{employer.contacts.get().pk}/"
    got, headed = both(cast.client(cast.director), address)
    assert got.status_code == headed.status_code == 302
    assert not Access.objects.exists()


def test_a_streamed_body_is_not_sent():
    def rows():
        yield b"row"

    response = head(lambda request: StreamingHttpResponse(rows()))(RequestFactory().head("/"))
    assert b"".join(response.streaming_content) == b""


def test_the_view_sees_get_and_the_rest_of_the_server_head():
    seen = []

    def view(request):
        seen.append(request.method)
        return HttpResponse("words")

    request = RequestFactory().head("/")
    response = head(view)(request)
    assert (seen, request.method) == (["GET"], "HEAD")
    assert (response.content, response["Content-Length"]) == (b"", "5")


@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_the_outbox_leads_to_the_sign_in_outside_a_demo(cast, method):
    for address in ("/outbox/", "/outbox/0192f0c0-0000-7000-8000-000000000000/"):
        Territory.objects.update(demo=False)
        answer = getattr(cast.client(None), method)(address)
        assert answer.status_code == 302
        assert answer["Location"] == f"/account/login/?next={address}"
        Territory.objects.update(demo=True)
        assert getattr(cast.client(None), method)(address).status_code in (200, 404, 405)


def test_the_outbox_refuses_whoever_is_signed_in_without_the_role(cast):
    Territory.objects.update(demo=False)
    cast.mesa_wbl.demo = False
    assert cast.client(cast.mesa_wbl).get("/outbox/").status_code == 403
