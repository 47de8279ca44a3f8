"""A clause whose words contradict its value warns before it is published (B3)."""

from datetime import timedelta

import pytest

from guildhall.lib import clock
from guildhall.protocols.actions import Draft, publish_draft, start_draft, write_clause
from guildhall.protocols.wording import numbers_in, unsaid


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("at most six times in thirty days", {6, 30}),
        ("within 3 working days", {3}),
        ("done within a week, or we say when", {7}),
        ("two weeks", {2, 14}),
        ("forty-five days", {40, 45}),
        ("once a month", {1, 30}),
        ("vetted again within a year", {365}),
        ("on the same day", set()),
    ],
)
def test_numbers_are_read_in_words_and_digits(text, numbers):
    assert numbers_in(text) == numbers


def test_what_the_text_names_otherwise_is_found():
    values = {"per_employer": 4, "days": 30, "spread": True}
    assert unsaid("At most six times in thirty days.", values) == ["per_employer"]
    assert unsaid("We ask rarely.", {"per_employer": 4}) == []  # it names no number that could be another one


@pytest.mark.django_db
@pytest.mark.parametrize(("most", "warned"), [(4, True), (6, False)])
def test_it_is_said_on_the_page_where_one_publishes(cast, most, warned):
    draft = start_draft(cast.region, "Contact rules", by=cast.director)
    words = "We ask an employer at most six times in thirty days, one person three times."
    values = {"per_employer": most, "per_contact": 3, "days": 30, "spread": False}
    write_clause(draft, Draft("1", "Touch budget", words, "touch_budget", values), by=cast.director)
    draft.refresh_from_db()
    page = cast.client(cast.director).get(f"/protocols/{draft.pk}/publish/").content.decode()
    assert ("Do the words say" in page) == warned
    publish_draft(draft, in_force_from=clock.today() + timedelta(1), by=cast.director)  # it is said, and not refused
