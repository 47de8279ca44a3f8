"""How often somebody hears of an initiative: their own choice, by a link, at a door, or told to us (H14)."""

from typing import Any

from django.db import transaction
from django.db.models import Q

from guildhall import context
from guildhall.audit.recording import record
from guildhall.context import Keeper, keeping
from guildhall.employers.models import EmployerLogin
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, TooOften, refuse, require
from guildhall.partnerships import emails, rules
from guildhall.partnerships.follow_links import Wish, follower_of, sealed, wish_of
from guildhall.partnerships.kinds import HowOften
from guildhall.partnerships.models import Follower, Initiative, Stakeholder
from guildhall.people.actions.allowances import Limit
from guildhall.people.models import Person
from guildhall.store.locking import locked

WHY = "who hears of an initiative by a link"
BY_ADDRESS = Limit("wishes to follow an initiative by e-mail", 3, 3600)
FROM_HERE = Limit("wishes to follow an initiative from one address", 60, 3600)


def follower_for(row: Stakeholder) -> Follower:
    """A stakeholder as somebody who hears of updates; who has chosen nothing hears once a month."""
    since = row.answered_on or clock.today()
    return Follower.objects.get_or_create(
        stakeholder=row, defaults={"initiative_id": row.initiative_id, "since": since}
    )[0]


def _choose(row: Follower, how: str, *, themselves: bool, by: Person | None) -> Follower:
    """Keep a choice. Whoever comes back after "never" is not sent what they did not want then."""
    if how not in HowOften.values:
        refuse("Choose how often.")
    before = {"how": row.how}
    if row.how == HowOften.NEVER and how != HowOften.NEVER:
        row.since = clock.today()
    row.how, row.themselves, row.waits, row.version = how, themselves, "", row.version + 1
    row.save()
    place = row.initiative.institution
    record("choose how often", row, by=by, institution=place, before=before, after={"how": how})
    return row


def _held(pk: Any) -> Follower:
    return locked(Follower, pk, "initiative__institution", "stakeholder", "person")


@transaction.atomic
def note_choice(row: Stakeholder, how: str, *, version: int, by: Person) -> Follower:
    """Write down how often a stakeholder told us that they want to hear; what they chose themselves stays (H14)."""
    saved = _held(follower_for(row).pk)
    require(rules.can_note_choice(by, row, saved, how))
    if saved.version != version:
        raise Conflict
    return _choose(saved, how, themselves=False, by=by)


@transaction.atomic
def choose_at_door(row: Stakeholder, how: str, *, by: EmployerLogin) -> Follower:
    """An employer chooses at its front door how often it hears of an initiative in which it has a part."""
    require(rules.can_answer_at_door(by, row))
    return _choose(_held(follower_for(row).pk), how, themselves=True, by=None)


@transaction.atomic
def follow(row: Initiative, how: str, *, by: Person) -> Follower:
    """A colleague chooses how often they hear of an initiative."""
    initiative = locked(Initiative, row.pk, "institution")
    require(rules.can_follow(by, initiative))
    part = Stakeholder.objects.filter(initiative=initiative, person=by).exclude(state="replaced").first()
    if part:
        return _choose(_held(follower_for(part).pk), how, themselves=True, by=by)
    facts = {"initiative": initiative, "person": by}
    saved, _new = Follower.objects.get_or_create(**facts, defaults={"since": clock.today()})
    return _choose(_held(saved.pk), how, themselves=True, by=by)


# ── Without an account ───────────────────────────────────────────────


def opened(secret: str) -> Follower | None:
    """Who reads by the link in a letter, or None where it opens nothing any more. Opening it changes nothing."""
    with keeping(Keeper.LINK, WHY):
        related = ("stakeholder__contact", "stakeholder__person", "stakeholder__employer")
        rows = Follower.objects.select_related("initiative__institution", *related)
        replaced = Q(stakeholder__state__in=("declined", "replaced"))
        row = rows.exclude(replaced).filter(pk=follower_of(secret)).first()
        return None if row and row.stakeholder and not row.stakeholder.reads_mail else row


@transaction.atomic
def choose_by_link(secret: str, how: str) -> Follower:
    """Whoever reads a letter chooses how often the next one comes; "never" ends them."""
    row = opened(secret)
    if row is None:
        refuse("This link has expired.")
    with keeping(Keeper.LINK, WHY):
        return _choose(_held(row.pk), how, themselves=True, by=None)


@transaction.atomic
def ask_to_follow(row: Initiative, email: str, how: str) -> None:
    """Somebody wants to hear of a public initiative: nothing is kept before they confirm their address."""
    for limit, who in ((FROM_HERE, context.current().address), (BY_ADDRESS, email.lower())):
        if not (verdict := limit.take(who)):
            raise TooOften(verdict, limit.wait)
    wish = Wish(str(row.pk), email.lower(), how, context.current().language)
    emails.ask_to_confirm(row, wish, sealed(wish))


def asked_to_follow(secret: str) -> tuple[Wish, Initiative] | None:
    """What a link from such an e-mail confirms, as long as the initiative is public; or None."""
    wish = wish_of(secret)
    rows = Initiative.objects.filter(public_at__isnull=False).select_related("institution")
    row = rows.filter(pk=wish.initiative).first() if wish else None
    return (wish, row) if wish and row else None


@transaction.atomic
def confirm_follow(secret: str) -> Follower:
    """Whoever confirms their address hears of the initiative from now on."""
    found = asked_to_follow(secret)
    if found is None:
        refuse("This link has expired.")
    wish, row = found
    with keeping(Keeper.LINK, WHY):
        facts = {"initiative": row, "email": wish.email}
        first = {"since": clock.today(), "language": wish.language}
        saved, _new = Follower.objects.get_or_create(**facts, defaults=first)
        return _choose(_held(saved.pk), wish.how, themselves=True, by=None)
