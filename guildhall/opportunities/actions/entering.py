"""Entering and changing opportunities: by the staff of the institution that looks after them, and directors (B2)."""

from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from guildhall.audit.recording import record, text_of
from guildhall.employers.actions.editing import Editor, person_of
from guildhall.employers.models import Contact, Employer, EmployerLogin, Site
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.reach import in_reach
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.opportunities import emails, rules
from guildhall.opportunities.actions.listing import count_for, describe
from guildhall.opportunities.actions.posting import post_row
from guildhall.opportunities.actions.siting import At, checked_sites, set_sites
from guildhall.opportunities.fitting import misfits
from guildhall.opportunities.kinds import BY_SLUG
from guildhall.opportunities.models import Opportunity
from guildhall.opportunities.queries.for_students import says_address
from guildhall.opportunities.queries.standing import agreed_for, posted_without_asking
from guildhall.pathways.models import Pathway, Program
from guildhall.people.models import Institution, Person
from guildhall.store.locking import locked

State = Opportunity.State
USUAL_DAYS = 90  # that an opportunity is shown where nobody says
UNREAD = {  # what an employer changes of a posted offer without anybody reading it again: numbers, days, and what only
    # staff read; the words, the kind and the pay are read
    "places", "site", "contact", "starts_on", "ends_on", "hours", "apply_from", "apply_until", "publish_on",
    "expires_on", "transport", "insured", "papers", "motive", "benefit",
}  # fmt: skip
RELATED = ("employer__holder", "holder", "site", "contact", "pathway", "entered_by", "offered_by", "posted_by")


@dataclass(frozen=True, slots=True)
class Offer:
    """What an employer offers, as somebody describes it. Pay is in dollars, hours are of a week."""

    kind: str
    title: str
    description: str = ""
    places: int = 1
    site: Site | None = None
    contact: Contact | None = None
    on_behalf_of: str = ""
    origin: str = Opportunity.Origin.OFFERED
    motive: str = ""
    benefit: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    hours: Decimal | None = None
    schedule: str = ""
    pay_low: Decimal | None = None
    pay_high: Decimal | None = None
    pay_per: str = ""
    occupation: str = ""
    soc: str = ""
    soc_version: str = ""
    cluster: str = ""
    pathway: Pathway | None = None
    programs: tuple[Program, ...] = field(default=())
    at: tuple[At, ...] = ()  # where it is offered at several sites; the first one is `site`
    requirements: str = ""
    papers: tuple[str, ...] = ()
    transport: str = ""
    insured: str = ""
    apply_from: date | None = None
    apply_until: date | None = None
    how_to_apply: str = ""
    publish_on: date | None = None
    expires_on: date | None = None


@transaction.atomic
def enter_opportunity(employer: Employer, offer: Offer, *, holder: Institution, by: Editor) -> Opportunity:
    """Enter what an employer offers; it waits for approval, or is posted at once where the clause says so (B2, B6).

    Raises `Refused` where nobody may say so, or where what is said cannot be.
    """
    require(rules.can_enter(by, employer, holder))
    return enter_row(employer, offer, holder=holder, by=by)


def enter_row(
    employer: Employer,
    offer: Offer,
    *,
    holder: Institution,
    by: Editor | None,
    offered_by: EmployerLogin | None = None,
) -> Opportunity:
    """Enter what an employer offers; where nobody is named the employer does, by a link: `offered_by`, where they sign
    in as well.
    """
    row = Opportunity(employer=employer, holder=holder, added_at=clock.now(), version=0)
    row.entered_by = person_of(by) if by else None
    row.offered_by = by if isinstance(by, EmployerLogin) else offered_by
    values = _checked(row, offer)
    _take(row, values)
    row.version = 1
    row.save()
    row.programs.set(offer.programs)
    _offer_at(row, offer)
    after = {"title": row.title, "kind": row.kind, "places": row.places, "employer": text_of(employer)}
    record("enter opportunity", row, by=by, after=after, institution=holder)
    return _waits(row, by)


def _waits(row: Opportunity, by: Editor | None) -> Opportunity:
    """Post at once what the clause lets through, else tell who approves."""
    if clause := posted_without_asking(row):
        return post_row(row, by=None, under=clause)
    emails.tell_waiting(row, by=by)
    return row


@transaction.atomic
def change_opportunity(row: Opportunity, offer: Offer, *, version: int, by: Editor) -> Opportunity:
    """Change an opportunity; one that was refused waits for approval again, and so does one of which an employer
    changes what students read, unless the clause lets it through: they see nothing that nobody has looked at (N19).
    """
    found = held(row.pk, version)
    require(rules.can_change(by, found))
    return change_row(found, offer, by=by)


def change_row(found: Opportunity, offer: Offer, *, by: Editor | None) -> Opportunity:
    """Change an opportunity that the caller holds; where nobody is named its employer does, by a link."""
    values = _checked(found, offer)
    before = {name: _said(getattr(found, name)) for name in values} | {"programs": _labels(found.programs.all())}
    again = found.state == State.REFUSED or (not isinstance(by, Person) and _is_read_again(found, values, offer))
    if again:
        found.state, found.refused_because, found.advice = State.WAITING, "", ""
        found.public = False
    _take(found, values)
    found.programs.set(offer.programs)
    before["sites"] = _sites(found)
    _offer_at(found, offer)
    more: dict[str, Any] = {"programs": _labels(offer.programs), "sites": _sites(found)}
    keep(found, "change opportunity", by=by, before=before, **more)
    count_for([found.employer_id])
    return _waits(found, by) if again else found


def _is_read_again(row: Opportunity, values: dict[str, Any], offer: Offer) -> bool:
    """Whether what an employer changes of a posted opportunity is read before it is shown again."""
    if row.state != State.POSTED or posted_without_asking(row):
        return False
    changed = {name for name in values if values[name] != getattr(row, name)}
    return bool(changed - UNREAD) or set(offer.programs) != set(row.programs.all())


def held(pk: UUID, version: int | None = None) -> Opportunity:
    """An opportunity, locked; raises `Conflict` where somebody changed it since."""
    row = locked(Opportunity, pk, *RELATED)
    if version is not None and row.version != version:
        raise Conflict
    return row


def keep(
    row: Opportunity, verb: str, *, by: Editor | None, before: dict[str, Any], reason: str = "", **more: Any
) -> None:
    """Save an opportunity as it is now, and write what changed."""
    row.version += 1
    row.save()
    after = {name: more[name] if name in more else _said(getattr(row, name)) for name in before}
    changed = {name for name in before if before[name] != after[name]}
    kept = {name: before[name] for name in sorted(changed)}, {name: after[name] for name in sorted(changed)}
    record(verb, row, by=by, before=kept[0], after=kept[1], institution=row.holder, reason=reason)


def _said(value: Any) -> Any:
    return text_of(value) if isinstance(value, Site | Contact | Pathway | Person | Institution) else value


def _labels(programs: Any) -> list[str]:
    return sorted(program.name for program in programs)


def _offer_at(row: Opportunity, offer: Offer) -> None:
    """Say at which sites; where it is or was at several, lists find it anew by all of them."""
    if offer.at or row.at.exists():
        set_sites(row, offer.at)
        describe(row)
        row.save(update_fields=["search"])


def _sites(row: Opportunity) -> list[str]:
    return [f"{one.site}: {one.places or ''}".rstrip(": ") for one in row.at.select_related("site")]


def _take(row: Opportunity, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    describe(row)


def _checked(row: Opportunity, offer: Offer) -> dict[str, Any]:
    """What was said, as the row keeps it; raises `Refused` where it cannot be."""
    _about_the_offer(row, offer)
    values = {f.name: getattr(offer, f.name) for f in fields(offer) if f.name not in ("programs", "at")}
    values |= _days(row, offer)
    values |= {"title": one_line(offer.title)[:160], "papers": list(offer.papers)}
    values["places"] = checked_sites(row.employer, offer.at, offer.places)
    values["site"] = offer.site or (offer.at[0].site if offer.at else None)
    return values


def _about_the_offer(row: Opportunity, offer: Offer) -> None:
    if offer.kind not in BY_SLUG:
        refuse("Choose what kind of opportunity it is.")
    if not one_line(offer.title):
        refuse("Give it a title: it is what people find it by.")
    for typed, before in ((offer.title, row.title), (offer.on_behalf_of, row.on_behalf_of)):
        if typed != before and says_address(typed):
            refuse("Leave e-mail addresses and telephone numbers out of the title and of names: everybody reads them.")
    if not 1 <= offer.places <= 10_000:
        refuse("Say how many places there are: one at least.")
    for one, words in ((offer.site, "site"), (offer.contact, "contact")):
        if one is not None and one.employer_id != row.employer_id:
            refuse("That belongs to another employer: choose again ({what}).", what=words)
    for _field, verdict in misfits(offer):
        require(verdict)
    if row.employer.third_party_recruiter and not offer.on_behalf_of.strip():
        refuse("This employer recruits for others: say on behalf of whom it offers this.")


def _days(row: Opportunity, offer: Offer) -> dict[str, date]:
    """From when to when it is shown: as said, else from today for as long as is usual, never longer than the clause."""
    today = clock.today()
    clause, fixed = agreed_for(row.holder)
    first = offer.publish_on or today
    if row.version and row.posted_at is None and first == row.publish_on:
        first = max(first, today)  # nobody moved it, and it was not shown yet
    usual = min(USUAL_DAYS, fixed["longest"])
    last = _last_day(row, offer, offer.expires_on or offer.apply_until or first + timedelta(usual), usual)
    for day in (first, last, offer.starts_on, offer.ends_on):
        require(in_reach(day))
    if last < today and row.state != State.POSTED:
        refuse("Its last day has passed already.")
    if last < first:
        refuse("Its last day comes before its first one.")
    if (last - first).days > fixed["longest"]:
        cited = clause.citation if clause else ""
        refuse("It is shown for {n} days at most. Choose an earlier last day.", n=fixed["longest"], clause=cited)
    return {"publish_on": first, "expires_on": last}


def _last_day(row: Opportunity, offer: Offer, last: date, usual: int) -> date:
    """Until when it is shown: a last day that nobody moved goes along with applications, and does not keep one that
    was never shown from being put right.
    """
    today, typed = clock.today(), row.version == 0 or offer.expires_on != row.expires_on
    if offer.apply_until and offer.apply_until > last:
        if typed:
            refuse("Applications end after its last day: choose a later last day.")
        return offer.apply_until
    if not typed and last < today and row.state != State.POSTED and not offer.apply_until:
        return today + timedelta(usual)
    return last
