"""What colleagues are told of challenges and news; the wording lies in the templates beside."""

from collections.abc import Iterable

from django.urls import reverse

from guildhall.community.models import Announcement, Challenge, Contribution, Decision, Delivery
from guildhall.community.queries.announcing import KIND
from guildhall.people import events
from guildhall.people.events import Event
from guildhall.people.models import Person
from guildhall.people.queries import points_of_contact, staff_of, territory
from guildhall.people.telling import tell


def tell_of_challenge(row: Challenge) -> None:
    """Tell everybody who works with employers that somebody raises a challenge; of an internal one their own (B21)."""
    region = territory()
    place = row.institution if row.internal else region and region.root
    people = staff_of(place).exclude(pk=row.by_id) if place else []
    _tell(events.CHALLENGE_RAISED, people, "challenge", row, key=f"challenge:{row.pk}")


def tell_of_contribution(row: Challenge, said: Contribution) -> None:
    """Tell whoever raised a challenge that somebody has said something."""
    _tell(events.CONTRIBUTION, [row.by], "contribution", row, key=f"contribution:{said.pk}", said=said)


def tell_of_decision(row: Challenge, made: Decision) -> None:
    """Tell everybody who took part in a discussion what was decided."""
    took_part = {said.by for said in row.contributions.select_related("by")} | {row.by}
    people = sorted(took_part - {made.by}, key=lambda p: p.email)
    _tell(events.DECISION, people, "decision", row, key=f"decision:{made.pk}", made=made)


def tell_of_news(row: Announcement) -> None:
    """Tell the points of contact for news that something is for them to pass on (C27)."""
    places = [one.institution for one in row.deliveries.select_related("institution")]
    people = [who for named in points_of_contact(places, KIND).values() for who in named]
    path, key = reverse("announcement", args=(row.pk,)), f"announcement:{row.pk}"
    tell(events.NEWS_PUBLISHED, people, "community/email/news.txt", {"row": row}, path=path, key=key, scope=row.scope)


def tell_colleagues(passed: Delivery) -> None:
    """Tell the colleagues of an institution of news that is passed on to them (C27)."""
    row = passed.announcement
    people = staff_of(passed.institution).exclude(pk=passed.by_id)
    path, key = reverse("announcement", args=(row.pk,)), f"passed-on:{row.pk}:{passed.institution_id}"
    template, words = "community/email/news_passed.txt", {"row": row, "passed": passed}
    tell(events.NEWS_PASSED, people, template, words, path=path, key=key, scope=row.scope)


def _tell(event: Event, people: Iterable[Person], template: str, row: Challenge, *, key: str, **more: object) -> None:
    if row.internal:  # who took part may work elsewhere by now (H3)
        people = [one for one in people if Challenge.objects.visible_to(one).filter(pk=row.pk).exists()]
    path = reverse("challenge", args=(row.pk,))
    words = {"row": row, **more}
    tell(event, people, f"community/email/{template}.txt", words, path=path, key=key, scope=row.scope)
