from django.conf import settings
from django.urls import reverse

from guildhall.community.models import Challenge, Contribution, Decision
from guildhall.lib.scopes import OPEN
from guildhall.outbox.actions import hand_over
from guildhall.people.models import Person


def tell_of_contribution(row: Challenge, said: Contribution) -> None:
    """Tell whoever raised a challenge that somebody has said something."""
    if row.by.is_active:
        _tell(row.by, "contribution", row, key=f"contribution:{said.pk}", said=said)


def tell_of_decision(row: Challenge, made: Decision) -> None:
    """Tell everybody who took part in a discussion what was decided."""
    took_part = {said.by for said in row.contributions.select_related("by")} | {row.by}
    for person in sorted(took_part - {made.by}, key=lambda p: p.email):
        if person.is_active:
            _tell(person, "decision", row, key=f"decision:{made.pk}:{person.pk}", made=made)


def _tell(person: Person, template: str, row: Challenge, *, key: str, **more: object) -> None:
    link = settings.PUBLIC_URL + reverse("challenge", args=(row.pk,))
    words = {"row": row, "person": person, "link": link, **more}
    hand_over(person, f"community/email/{template}.txt", words, kind="community", scope=OPEN, key=key)
