"""Parts of pages: a redirect leads the whole page, and what went wrong is one sentence (R13, R20)."""

import pytest
from django.test import Client

from tests.cast import Cast

pytestmark = pytest.mark.django_db
PARTIAL = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://testserver/employers/?q=bakery"}


def assert_sentence(answer: object) -> None:
    text = answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert "<" not in text and text.endswith(".")


def test_who_is_signed_out_signs_in_and_is_back_on_the_page(cast: Cast) -> None:
    answer = Client().get("/employers/?q=bak", **PARTIAL)
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"] == "/account/login/?next=%2Femployers%2F%3Fq%3Dbakery"
    assert answer.content == b""


def test_the_page_of_another_site_is_nowhere_to_go_back_to(cast: Cast) -> None:
    answer = Client().get("/employers/", HTTP_HX_REQUEST="true", HTTP_HX_CURRENT_URL="https://evil.example/employers/")
    assert answer.headers["HX-Redirect"] == "/account/login/?next=%2F"


def test_a_page_that_is_not_partial_is_redirected_as_ever(cast: Cast) -> None:
    assert Client().get("/employers/").status_code == 302


def test_a_page_that_is_gone_back_to_comes_whole(cast: Cast) -> None:
    assert Client().get("/employers/", HTTP_HX_HISTORY_RESTORE_REQUEST="true", **PARTIAL).status_code == 302


@pytest.mark.parametrize(("who", "path", "status"), [("mesa_wbl", "/journal/", 403), ("mesa_wbl", "/no-such/", 404)])
def test_refusals_are_a_sentence(cast: Cast, who: str, path: str, status: int) -> None:
    client = cast.client(cast.people[who])
    answer = client.get(path, **PARTIAL)
    assert answer.status_code == status
    assert_sentence(answer)
    assert "<html" in client.get(path).content.decode()  # the control: a whole page gets one


def test_a_form_that_is_too_old_is_a_sentence(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.mesa_wbl)
    answer = client.post("/filters/save/", {"name": "x"}, **PARTIAL)
    assert answer.status_code in (403, 404)
    assert_sentence(answer)
