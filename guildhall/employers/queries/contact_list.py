"""The contacts of all employers that somebody sees: looked for by name, filtered, sorted."""

from dataclasses import dataclass

from django.db.models import F, Q

from guildhall.employers.industries import codes_of
from guildhall.employers.models import Contact, Employer
from guildhall.employers.models.places import MailTopic
from guildhall.employers.querysets import ContactQuerySet
from guildhall.employers.words import search_query, words_of
from guildhall.lib import clock
from guildhall.people.models import Person
from guildhall.store.folding import holding_words

MOST_WORDS = 8
STUDENTS = ("email", "phone")  # what students may see


@dataclass(frozen=True)
class ContactFilters:
    """What somebody looks for among contacts; empty values filter nothing."""

    q: str = ""
    position: str = ""
    place: str = ""
    industry: str = ""
    standing: str = ""
    agreed: str = ""
    guarded: str = ""
    sort: str = ""

    @property
    def folded_away(self) -> bool:
        """Whether one of the filters is set that stand behind "Filters"."""
        return bool(self.position or self.place or self.industry or self.standing or self.agreed or self.guarded)

    @property
    def active(self) -> bool:
        return bool(self.q or self.folded_away)


def contacts_of(person: Person, filters: ContactFilters) -> ContactQuerySet:
    """The contacts of employers that a person sees and that fit the filters; those of today unless asked otherwise."""
    rows = Contact.objects.visible_to(person)
    if filters.standing == "former":
        rows = rows.filter(to_date__lt=clock.today())
    elif filters.standing == "returned":
        rows = rows.current().with_returned_mail()
    elif filters.standing != "all":
        rows = rows.current()
    if filters.q:
        rows = called(rows, filters.q)
    if filters.position:
        rows = rows.filter(title__icontains=filters.position)
    if filters.place:
        rows = rows.filter(Q(site__city__iexact=filters.place) | Q(site=None, employer__place__iexact=filters.place))
    if filters.industry:
        codes = Q()
        for code in codes_of(filters.industry):
            codes |= Q(employer__naics__startswith=code)
        rows = rows.filter(codes)
    if filters.agreed in STUDENTS:
        rows = rows.filter(**{f"students_may_{filters.agreed}": True})
    elif filters.agreed in MailTopic.values:
        rows = rows.filter(mail_topics__contains=[filters.agreed])
    if filters.guarded:
        rows = rows.filter(starred=filters.guarded == "yes")
    return rows


def called(rows: ContactQuerySet, q: str) -> ContactQuerySet:
    """Those among `rows` whose name, or whose employer's, holds every word that was typed, or a word that begins so.

    The employers' index narrows them down first: it holds the names of their contacts as well. Never an address: a
    guess must not be confirmed (N6).
    """
    words = words_of(q)[:MOST_WORDS]
    if not words:
        return rows.none()
    # Read after sight: `rows` are those of employers that the person sees.
    narrowed = Employer.objects.extra(where=["search @@ to_tsquery('simple', %s)"], params=[search_query(words)])
    of_employer = ("employer__name", "employer__place", "employer__domain")
    rows = rows.filter(employer__in=narrowed)
    return holding_words(rows, words, own_words=("given_name", "family_name"), employer_words=of_employer)  # type: ignore[return-value]


def with_sort_keys(rows: ContactQuerySet) -> ContactQuerySet:
    """With what the list is sorted by besides the contact's own columns."""
    return rows.annotate(employer_key=F("employer__sort_key"))
