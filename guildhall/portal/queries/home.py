"""What an employer reads of what colleges do with it: facts, never notes (C1, N19)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q

from guildhall.audit.models import Access
from guildhall.employers.models import Contact, Employer, EmployerLogin
from guildhall.engagements.budgets import Agreed
from guildhall.engagements.contact_rules import Load, loads_of
from guildhall.engagements.load import Pause
from guildhall.engagements.models import Ask, ContactLimit, Engagement, FollowUp, TemperatureCheck, Touch
from guildhall.engagements.models.engagements import kinds
from guildhall.engagements.queries.relations import SAID_DAYS
from guildhall.lib import clock
from guildhall.opportunities.models import Opportunity
from guildhall.people.models import Institution, Person, PointOfContact
from guildhall.people.queries import colleges, points_of_contact
from guildhall.placements.queries.hosting import with_students_at
from guildhall.portal.models import Expectation
from guildhall.ui.dates import in_words
from guildhall.ui.paging import Key

SHOWN, DAYS = 12, 365


@dataclass(frozen=True)
class Happened:
    """One thing that a college did with an employer: when, what, who, with whom."""

    on: date
    kind: str
    institution: Institution
    who: str
    with_whom: str
    theirs: bool
    planned: bool = False

    @property
    def about(self) -> str:
        """How a correction names it: its day and what it was."""
        return f"{in_words(self.on)}, {self.kind}: "


BY_DAY = (Key("happened_on", descending=True), Key("id", descending=True))


def happened(employer: Employer, most: int = SHOWN) -> list[Happened]:
    """The latest of what happened with an employer."""
    return told(all_that_happened(employer).order_by("-happened_on", "-pk")[:most])


def all_that_happened(employer: Employer) -> Any:
    """What happened and is open to every institution: nothing that an institution or a CRM keeps to itself (C1)."""
    rows = Engagement.objects.standing().contacts().filter(employer=employer, visibility="region", stays_with=None)
    return rows.select_related("institution", "by", "contact")


def told(rows: Iterable[Engagement]) -> list[Happened]:
    """What happened as its employer reads it: no words of the staff (C1)."""
    return [
        Happened(
            row.happened_on, row.kind_label, row.institution, str(row.by or ""),
            row.contact.name if row.contact else "", row.direction == "theirs",
        )
        for row in rows
    ]  # fmt: skip


def planned(employer: Employer) -> list[Happened]:
    """What colleges are going to ask, and when; what for is theirs to say (C1)."""
    rows = Ask.objects.planned().filter(employer=employer, planned_on__gte=clock.today())
    return [
        Happened(row.planned_on, _kind(row.kind), row.institution, row.by.name, "", False, planned=True)
        for row in rows.select_related("institution", "by")[:SHOWN]
    ]


def _kind(slug: str) -> str:
    return str(kinds().get(slug, slug))


@dataclass(frozen=True)
class College:
    """An institution that was in touch: how often in a year, and the one person to call there."""

    institution: Institution
    times: int
    last_on: date | None
    person: Person | None
    expects: bool


def at_colleges(employer: Employer, hosts: Iterable[Any]) -> list[College]:
    """Every institution that contacted an employer openly in a year, whom it contacted, whose students are there
    (`hosts`), or that looks after it: each with its named contact and its page (N19).
    """
    since = clock.today() - timedelta(DAYS)
    counted = _in_the_open(employer).filter(on__gte=since, on__lte=clock.today())
    touched = counted.values("institution").annotate(n=Count("occasion", distinct=True), last=Max("on"))
    times = {row["institution"]: (row["n"], row["last"]) for row in touched}
    tells = Exists(Expectation.objects.filter(institution=OuterRef("pk")))
    places = list(Institution.objects.filter(_working_with(employer, {*times, *hosts})).annotate(expects=tells))
    people = points_of_contact(places, PointOfContact.Kind.EMPLOYERS)
    found = [
        College(place, *times.get(place.pk, (0, None)), next(iter(people.get(place.pk, [])), None), place.expects)
        for place in places
    ]
    return sorted(found, key=lambda one: (-one.last_on.toordinal() if one.last_on else 0, one.institution.name))


def _working_with(employer: Employer, known: set[Any]) -> Q:
    """Some institutions, whoever looks after an employer, and those with which something happened in a year."""
    since = clock.today() - timedelta(DAYS)
    said = all_that_happened(employer).filter(happened_on__gte=since).order_by().values("institution")
    return Q(pk__in={*known, employer.holder_id}) | Q(pk__in=said)


def _in_the_open(employer: Employer) -> Any:
    """The contacts that an employer may count: none that an institution or a CRM keeps to itself (C1)."""
    return Touch.objects.made().in_the_open().filter(employer=employer)


def load_of(employer: Employer) -> Load:
    """How much of the agreed contacts is used today, of those that the employer reads of."""
    return loads_of(employer, around=clock.today(), institution=employer.holder, openly=True)[0]


def quiet_ahead(load: Load) -> Pause | None:
    """The next time in which nobody contacts the employer, where none is now."""
    ahead = [pause for pause in load.pauses if pause.first > clock.today()]
    return None if load.quiet_now else min(ahead, key=lambda pause: pause.first, default=None)


def agreed_of(employer: Employer) -> Agreed:
    """What the colleges agreed among themselves."""
    return Agreed.of(employer.holder)


def limits_of(employer: Employer) -> list[ContactLimit]:
    """What stands of the employer's wishes, its own and what it told somebody."""
    return list(ContactLimit.objects.filter(employer=employer).select_related("contact", "by").order_by("at"))


def own_limit(employer: Employer) -> ContactLimit | None:
    """The wish that the employer wrote down by itself."""
    return ContactLimit.objects.filter(employer=employer, contact=None, by=None).order_by("at").last()


@dataclass(frozen=True)
class HowIsIt:
    """The one question how it is going: who asks (nobody: the employer says it by itself), and the answers."""

    asks: Institution | None
    scores: Any = TemperatureCheck.SCORES


def how_is_it_going(login: EmployerLogin) -> HowIsIt | None:
    """The question for somebody who signs in; None where they said so in the last days."""
    lately = Q(answered_at__gte=clock.now() - timedelta(SAID_DAYS))
    asked = Q(answered_at=None, until__gte=clock.today(), contact__isnull=False)
    rows = TemperatureCheck.objects.filter(asked | lately, employer=login.employer_id, contact=login.contact_id)
    row = rows.select_related("institution").order_by(F("answered_at").desc(nulls_first=True)).first()
    if row is None:
        return HowIsIt(None)
    return None if row.answered_at else HowIsIt(row.institution)


@dataclass(frozen=True)
class Promises:
    """What was promised to an employer itself: what is said to be done, where it has the word, and what is not yet."""

    to_confirm: list[FollowUp]
    ahead: list[FollowUp]


def promises_to(employer: Employer) -> Promises:
    """What was promised to the employer itself and is open to every institution (N7)."""
    private = Q(engagement__isnull=False) & (~Q(engagement__visibility="region") | ~Q(engagement__stays_with=None))
    rows = FollowUp.objects.unfinished().filter(employer=employer, asker=None).exclude(private)
    found = list(rows.select_related("owner", "institution", "contact").order_by("reported_on", "due_on", "pk"))
    ahead = [row for row in found if row.state == FollowUp.State.OPEN and row.engagement_id]  # said in a conversation
    return Promises([row for row in found if row.state != FollowUp.State.OPEN], ahead[:SHOWN])


def readings(employer: Employer, most: int = 100) -> list[Access]:
    """Who was shown the e-mail or telephone of the employer's contacts, and when (G1)."""
    people = [str(pk) for pk in Contact.objects.filter(employer=employer).values_list("pk", flat=True)]
    rows = Access.objects.filter(object_type="employers.contact", object_id__in=people)
    return list(rows.order_by("-at")[:most])


def offers_of(employer: Employer) -> Any:
    """What an employer offers and offered, the latest first."""
    rows = Opportunity.objects.filter(employer=employer).select_related("holder", "employer", "site", "contact")
    return rows.defer("search", "employer__search").order_by("-added_at")


def places_to_ask(employer: Employer) -> Any:
    """The institutions that may look after what an employer offers: whoever holds it, and the colleges that see it."""
    holder = Institution.objects.filter(pk=employer.holder_id)
    if employer.posted_at is None or employer.audience is not None or employer.default_audience is not None:
        return holder
    return (holder | colleges()).order_by("lineage__len", "name")


def places_to_tell(employer: Employer) -> Any:
    """Whom an employer may tell that something is wrong: whoever holds it, and every institution that was in touch."""
    made = _in_the_open(employer).values("institution")
    rows = Institution.objects.open().filter(_working_with(employer, with_students_at(employer)) | Q(pk__in=made))
    return rows.order_by("lineage__len", "name")
