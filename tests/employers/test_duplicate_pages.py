"""The pages of the queue: compare, merge, keep apart, undo, pick another (J15, N16)."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from guildhall.employers.actions import editing, merging
from guildhall.employers.actions.duplicates import find_pairs, pair_up
from guildhall.employers.models import DuplicatePair, Employer, Merge
from guildhall.people.actions.institutions import found
from guildhall.people.permissions import Role
from tests.employers.merging_cases import dump
from tests.employers.test_duplicates import SAME, alike

SECRETS = ("hannah@kestrel.example", "619 555 7777", "6195557777")


@pytest.fixture
def pair(cast) -> DuplicatePair:
    one, other = alike(cast)
    editing.save_contact(other, {"family_name": "Doyle", "email": SECRETS[0], "phone": SECRETS[1]}, by=cast.director)
    find_pairs()
    return DuplicatePair.objects.get()


def text(response) -> str:
    return response.content.decode()


def test_the_queue_shows_the_pair_with_reasons(cast, pair):
    page = text(cast.client(cast.director).get("/duplicates/"))
    for words in (
        "Kestrel Aerospace",
        "Kestrel Aero-Space, Inc.",
        "same address",
        f"/duplicates/{pair.pk}/",
        "sure it is the same",
    ):
        assert words in page
    assert "Nothing has been merged yet" in page
    possible = text(cast.client(cast.director).get("/duplicates/?show=possible"))
    assert "Kestrel Aero-Space" not in possible
    assert "No possible duplicates" in possible


def test_an_empty_queue_says_so(cast):
    page = text(cast.client(cast.director).get("/duplicates/"))
    assert "No likely duplicates wait" in page


def test_the_comparison_marks_what_differs_and_shows_the_result(cast, pair):
    page = text(cast.client(cast.director).get(f"/duplicates/{pair.pk}/"))
    assert "<mark>Kestrel Aero-Space, Inc.</mark>" in page
    assert "<mark>Doyle</mark>" in page
    assert re.search(r"<strong>added:</strong>\s*Kestrel Aero", page)
    for secret in SECRETS:
        assert secret not in page
    assert 'style="' not in page
    assert "<script>" not in page


def test_the_record_that_is_shared_and_has_more_history_stays_unless_said(cast):
    one, other = cast.prospect("Kestrel Aerospace", **SAME).employer, cast.shared("Kestrel Aero-Space", **SAME).employer
    pair = pair_up(one, other, by=cast.director)
    client = cast.client(cast.director)
    page = client.get(f"/duplicates/{pair.pk}/")
    assert page.context["found"].survivor == other
    assert "Keep the shared record" in text(page)
    turned = client.get(f"/duplicates/{pair.pk}/?survivor={one.pk}")
    assert turned.context["found"].survivor == one
    refused = client.post(f"/duplicates/{pair.pk}/judge/", {"act": "merge", "survivor": str(one.pk)}, follow=True)
    assert "Keep the shared record" in text(refused)
    assert not Merge.objects.exists()


def test_a_fragment_equals_the_part_of_the_whole_page(cast, pair):
    client = cast.client(cast.director)
    keep = f"/duplicates/{pair.pk}/?survivor={pair.second_id}"
    part, whole = text(client.get(keep, headers={"HX-Request": "true"})), text(client.get(keep))
    assert part.strip()
    assert "<html" not in part
    assert re.sub(r"\s+", " ", part).strip() in re.sub(r"\s+", " ", whole)


def test_merging_leads_to_the_survivor_and_can_be_undone_there(cast, pair):
    client = cast.client(cast.director)
    before = dump()
    answer = client.post(
        f"/duplicates/{pair.pk}/judge/",
        {"act": "merge", "survivor": str(pair.second_id), "reason": "same hall"},
        follow=True,
    )
    assert answer.redirect_chain[-1][0] == f"/employers/{pair.second_id}/"
    assert "is now part of this record" in text(answer)
    assert client.get(f"/duplicates/{pair.pk}/").status_code == 404
    assert client.get(f"/employers/{pair.first_id}/").headers["Location"] == f"/employers/{pair.second_id}/"
    merge = Merge.objects.get()
    page = text(client.get("/duplicates/"))
    assert f"/merges/{merge.pk}/undo/" in page
    assert "same hall" in page
    answer = client.post(f"/merges/{merge.pk}/undo/", follow=True)
    assert "two records again" in text(answer)
    assert dump() == before


def test_two_different_employers_leave_the_queue(cast, pair):
    client = cast.client(cast.director)
    answer = client.post(f"/duplicates/{pair.pk}/judge/", {"act": "different"}, follow=True)
    assert "They stay two" in text(answer)
    assert str(pair.pk) not in text(client.get("/duplicates/"))
    pair.refresh_from_db()
    assert pair.state == "different"
    assert "judged on" in text(client.get(f"/duplicates/{pair.pk}/"))


@pytest.mark.parametrize(
    "data",
    [{}, {"act": "merge"}, {"act": "merge", "survivor": "x"}, {"act": "burn"}, {"act": "merge", "reason": "x" * 301}],
)
def test_odd_forms_change_nothing(cast, pair, data):
    before = dump()
    answer = cast.client(cast.director).post(f"/duplicates/{pair.pk}/judge/", data)
    assert answer.headers["Location"] == f"/duplicates/{pair.pk}/"
    assert dump() == before


def test_only_the_last_merge_into_a_record_offers_its_undo(cast):
    one, other = alike(cast)
    third = cast.shared("Kestrel Group").employer
    first = merging.merge(one, other, by=cast.director)
    second = merging.merge(Employer.objects.get(pk=one.pk), third, by=cast.director)
    page = text(cast.client(cast.director).get("/duplicates/"))
    assert f"/merges/{second.pk}/undo/" in page
    assert f"/merges/{first.pk}/undo/" not in page
    assert "Undo that merge first" in page
    answer = cast.client(cast.director).post(f"/merges/{first.pk}/undo/", follow=True)
    assert "Undo that merge first" in text(answer)


def test_any_two_employers_can_be_compared(cast):
    one, other = cast.shared("Kestrel Aerospace").employer, cast.shared("Falcon Works").employer
    hidden = cast.prospect("Falcon Hidden", holder=cast.mesa, by=cast.mesa_wbl).employer
    client = cast.client(cast.director)
    page = text(client.get(f"/employers/{one.pk}/merge/?q=falc"))
    assert "Falcon Works" in page
    assert "Falcon Hidden" in page  # a director sees what the colleges hold
    assert "No other record fits" in text(client.get(f"/employers/{one.pk}/merge/?q=zzzz"))
    answer = client.post(f"/employers/{one.pk}/merge/", {"other": str(other.pk)})
    pair = DuplicatePair.objects.get()
    assert answer.headers["Location"] == f"/duplicates/{pair.pk}/"
    assert "two different employers" in text(client.post(f"/employers/{one.pk}/merge/", {"other": str(one.pk)}))
    assert client.post(f"/employers/{one.pk}/merge/", {"other": "x"}).status_code == 200
    assert DuplicatePair.objects.count() == 1
    assert hidden.pk


def test_searching_now_is_enqueued_and_bounded(cast):
    client = cast.client(cast.director)
    assert "search has begun" in text(client.post("/duplicates/find/", follow=True))
    assert ProcrastinateJob.objects.filter(task_name="employers.find_duplicates").count() == 1
    assert client.post("/duplicates/find/").status_code == 302
    assert client.post("/duplicates/find/").status_code == 429


def test_nobody_else_gets_in(cast, pair):
    """Refused requests change nothing, and tell nothing."""
    merge = merging.merge(
        cast.shared("Tern Composites").employer, cast.shared("Tern Composites Inc").employer, by=cast.director
    )
    before = dump()
    urls = [
        ("get", "/duplicates/"),
        ("post", "/duplicates/find/"),
        ("get", f"/duplicates/{pair.pk}/"),
        ("post", f"/duplicates/{pair.pk}/judge/"),
        ("post", f"/merges/{merge.pk}/undo/"),
        ("get", f"/employers/{pair.first_id}/merge/?q=tern"),
        ("post", f"/employers/{pair.first_id}/merge/"),
    ]
    data = {"act": "merge", "survivor": str(pair.first_id), "other": str(pair.second_id)}
    for name, person in cast.people.items():
        if name in ("director", "second"):
            continue
        client = cast.client(person)
        for method, url in urls:
            answer = getattr(client, method)(url, data if method == "post" else None)
            assert answer.status_code in (403, 404), (name, url)
            assert b"Kestrel" not in answer.content
            assert b"Tern" not in answer.content
    for method, url in urls:
        assert getattr(cast.client(None), method)(url).status_code == 302
    assert dump() == before
    assert not ProcrastinateJob.objects.filter(task_name="employers.find_duplicates").exists()


def test_a_director_elsewhere_learns_nothing_of_restricted_records(cast):
    elsewhere = found("Far River Office", "region", parent=None, by=None, code="FAR")
    cast.add("far", Role.REGIONAL_DIRECTOR, elsewhere)
    shared = cast.shared("Kestrel Aerospace", **SAME).employer
    hidden = cast.prospect("Kestrel Secret, Inc.", **SAME).employer
    find_pairs()
    pair = pair_up(shared, hidden, by=cast.director)
    client = cast.client(cast.far)
    assert "Secret" not in text(client.get("/duplicates/"))
    assert client.get(f"/duplicates/{pair.pk}/").status_code == 404
    assert client.post(f"/duplicates/{pair.pk}/judge/", {"act": "different"}).status_code == 404
    assert client.get(f"/employers/{hidden.pk}/merge/").status_code == 404
    assert "Secret" not in text(client.get(f"/employers/{shared.pk}/merge/?q=kestrel"))
    assert client.post(f"/employers/{shared.pk}/merge/", {"other": str(hidden.pk)}).status_code == 404
    merge = merging.merge(shared, hidden, by=cast.director)
    assert "Secret" not in text(client.get("/duplicates/"))
    assert client.post(f"/merges/{merge.pk}/undo/").status_code == 404


def test_lists_ask_the_same_number_of_questions(cast):
    """R17."""
    client = cast.client(cast.director)

    def asked(url: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    one, other = alike(cast, cast.prospect)
    pair = pair_up(one, other, by=cast.director)
    merging.merge(*(cast.prospect(f"Tern {n}").employer for n in range(2)), by=cast.director)
    urls = ["/duplicates/", f"/duplicates/{pair.pk}/", f"/employers/{one.pk}/merge/?q=kestrel"]
    client.get(urls[0])  # what a process asks once
    few = [asked(url) for url in urls]
    for n in range(6):
        editing.save_contact(one, {"family_name": f"Person {n}"}, by=cast.director)
        editing.save_site(other, {"city": f"Place {n}"}, by=cast.director)
        extra = alike(cast, cast.prospect)
        pair_up(*extra, by=cast.director)
        merging.merge(*(cast.prospect(f"Tern {n} {side}").employer for side in "ab"), by=cast.director)
    assert [asked(url) for url in urls] == few
    assert max(few) <= 38


def test_the_queue_is_paged(cast):
    """Fifty a page, each pair once."""
    client = cast.client(cast.director)
    employers = [cast.prospect(f"Firm {n:02}").employer for n in range(12)]
    pairs = [pair_up(a, b, by=cast.director) for i, a in enumerate(employers) for b in employers[i + 1 :]]
    for n, pair in enumerate(pairs):
        DuplicatePair.objects.filter(pk=pair.pk).update(score=0.8 + n // 3 / 1000)
    first = client.get("/duplicates/").context["page"]
    second = client.get(f"/duplicates/?after={first.next}").context["page"]
    shown = [p.pk for p in [*first, *second]]
    assert len(shown) == len(set(shown)) == len(pairs) == 66
    assert [p.score for p in first] == sorted((p.score for p in first), reverse=True)


def test_where_the_two_differ_one_value_is_chosen_and_the_result_follows(cast, pair):
    """J15: the radios of a field, the result beside them, and what is written."""
    one, other = pair.first, pair.second
    for employer, staff in ((one, 40), (other, 90)):
        facts = {"staff_count": staff}
        editing.change_employer(employer, facts, version=Employer.objects.get(pk=employer.pk).version, by=cast.director)
    client = cast.client(cast.director)
    page = text(client.get(f"/duplicates/{pair.pk}/?survivor={one.pk}"))
    assert page.count('name="take-staff_count"') == 2
    assert 'name="take-owner"' not in page, "nobody owns either: there is nothing to choose"
    chosen = f"survivor={one.pk}&take-staff_count={other.pk}"
    part = text(client.get(f"/duplicates/{pair.pk}/?{chosen}", HTTP_HX_REQUEST="true"))
    assert re.search(r'data-label="After"[^>]*>\s*<strong>added:</strong>\s*90', part)
    odd = text(client.get(f"/duplicates/{pair.pk}/?survivor={one.pk}&take-staff_count=nonsense"))
    assert not re.search(r'data-label="After"[^>]*>\s*<strong>added:</strong>\s*90', odd)
    data = {"act": "merge", "survivor": one.pk, "take-staff_count": other.pk}
    client.post(f"/duplicates/{pair.pk}/judge/", data)
    assert Employer.objects.get(pk=one.pk).staff_count == 90


def test_rows_of_zeros_tell_nothing_and_the_fuller_record_is_proposed(cast, pair):
    page = text(cast.client(cast.director).get(f"/duplicates/{pair.pk}/"))
    assert not re.search(r'<td data-label="First"[^>]*>\s*0\s*</td>\s*<td data-label="Second"[^>]*>\s*0\s*</td>', page)
    named = Employer.objects.get(contacts__family_name="Doyle")
    stays = re.search(r'name="survivor"\s+value="([^"]+)" checked', page)
    assert stays and stays[1] == str(named.pk), "it has a contact"
