"""The blind check across the vetting wall, and asking to join what lies behind it (A8, N1)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

from guildhall import context
from guildhall.audit.recording import record
from guildhall.employers import matching
from guildhall.employers.actions.entering import NewEmployer
from guildhall.employers.industries import sector_of
from guildhall.employers.models import Employer
from guildhall.employers.queries.duplicates import Candidate, duplicates_by_sight, hidden_namesakes
from guildhall.engagements.actions.recording import note_acts
from guildhall.lib import clock
from guildhall.lib.sentences import phrase
from guildhall.lib.verdicts import YES, TooOften, Verdict, no, refuse, require
from guildhall.people.actions.allowances import Limit
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.people.queries import contact_for_colleges, director_for_sector, longest_serving
from guildhall.prospects import emails, rules
from guildhall.prospects.models import JoinRequest, Probe
from guildhall.protocols.models import Clause
from guildhall.protocols.queries import clause_in_force
from guildhall.store.locking import locked
from guildhall.ui.dates import in_words

PROBES = Limit("checks of new names", 30, 3600)
UNDER_WAY = phrase("regional relationship under way")


@dataclass(frozen=True)
class Check:
    """What a check found: candidates that the person may see, and whether one lies behind the wall."""

    visible: list[Candidate]
    hidden: list[Candidate]

    @property
    def blind(self) -> bool:
        return bool(self.hidden)


def behind_the_wall(candidate: Candidate) -> bool:
    """Whether a candidate is near enough to be told of: likely, or of the same name with nothing against it."""
    if candidate.score >= matching.LIKELY:
        return True
    if not candidate.same_name or "different EIN" in candidate.against:
        return False
    # A telling name is the same body wherever it is; a common one only where nothing says otherwise.
    return candidate.distinctive or "different street address" not in candidate.against


def may_probe(person: Person) -> Verdict:
    """Counts one blind check; at most 30 an hour by one person (N1).

    To directors nothing is hidden, so theirs do not count.
    """
    if person.may(Permission.USE_CRM):
        return YES
    if PROBES.take(person.pk):
        return YES
    return no(
        "At most {probes_an_hour} new names can be checked in an hour. Go on later, or ask your director.",
        probes_an_hour=PROBES.most,
    )


def count_probe(person: Person) -> None:
    """The same for an act that cannot go on without: raises `TooOften`."""
    if not (verdict := may_probe(person)):
        raise TooOften(verdict, PROBES.wait)


def check(new: NewEmployer, *, by: Person, institution: Institution) -> Check:
    """The one blind check on submit: never tells more than that a regional relationship is under way (N1).

    Counts and lists the probe; raises `TooOften` beyond 30 an hour.
    """
    count_probe(by)
    _wait_for_turn(new)
    matches = duplicates_by_sight([new.record()], by, at_least=0)[0]
    visible = [c for c in matches.visible if c.score >= matching.POSSIBLE or _same_website(c)]
    hidden = [c for c in matches.hidden if behind_the_wall(c) or _same_website(c)]
    known = {c.employer for c in hidden}
    meant = hidden_namesakes(new.name, by, places=_places(new))
    hidden += [Candidate(pk, matching.LIKELY, (), (), same_name=False) for pk in meant if pk not in known]
    result = Check(visible, hidden)
    typed = {"person": by, "institution": institution, "typed": new.name[:250], "matched": result.blind}
    context.lasting(lambda: Probe.objects.create(**typed))  # whoever is refused afterwards has asked all the same
    return result


def _same_website(candidate: Candidate) -> bool:
    """Whether it has the web domain that was typed: under another name it may still be the same body."""
    return matching.SAME_DOMAIN in candidate.reasons


def _places(new: NewEmployer) -> frozenset[str]:
    """Words of towns, which people add to a name: the one that was typed, and those of our own institutions."""
    towns = [new.site.city if new.site else "", *Institution.objects.values_list("name", flat=True)]
    return frozenset(word for town in towns for word in matching.name_words(town))


def _wait_for_turn(new: NewEmployer) -> None:
    """Of two people who enter the same name at the same moment, the second is checked when the first is done."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT pg_advisory_xact_lock(hashtextextended('new employer ' || key, 0))
               FROM (SELECT key FROM unnest(%s::bigint[]) AS key ORDER BY key) AS keys""",
            [sorted(matching.keys(new.record()))],
        )


@transaction.atomic
def ask_to_join(new: NewEmployer, message: str, *, by: Person, institution: Institution) -> JoinRequest:
    """Ask whoever develops the employer behind the wall; the asker learns only whom to expect an answer from (N1)."""
    result = check(new, by=by, institution=institution)
    if not result.blind:
        refuse("No regional relationship is under way with an employer like this one. You can enter it.")
    return request_for(result.hidden[0].employer, new.name, message, by=by, institution=institution)


def request_for(pk: UUID, typed: str, message: str, *, by: Person, institution: Institution) -> JoinRequest:
    """Write a request about a restricted employer; asking twice about the same adds nothing."""
    employer = Employer.objects.select_related("holder").get(pk=pk)
    there = JoinRequest.objects.filter(employer=employer, institution=institution, state="open").first()
    if there:
        return there
    request = JoinRequest.objects.create(
        employer=employer,
        asked_by=by,
        institution=institution,
        typed=typed[:250],
        message=message.strip()[:2000],
        asked_at=clock.now(),
        directed_to=_who_answers(employer),
    )
    record("ask to join", request, by=by, after={"typed": typed}, institution=institution)
    emails.ask_director(request)
    return request


def _who_answers(employer: Employer) -> Person | None:
    """The owner, else the director of the sector, else the territory's contact for colleges, else another director.

    Whoever may not answer any more is passed over; in a college without a director, its own staff are asked.
    """
    prospect = getattr(employer, "prospect", None)
    owner = prospect.owner if prospect else employer.owner
    asked: Sequence[Callable[[], Person | None]] = (
        lambda: owner,
        lambda: director_for_sector(sector_of(employer.naics), employer.holder),
        contact_for_colleges,
        lambda: longest_serving(Permission.USE_CRM, employer.holder),
        lambda: longest_serving(Permission.DEVELOP_EMPLOYERS, employer.holder),
    )
    result = (ask() for ask in asked)
    return next((person for person in result if person and rules.can_be_asked_about(person, employer)), None)


@transaction.atomic
def answer_request(request: JoinRequest, words: str, *, accept: bool, by: Person) -> JoinRequest:
    """Bring a college in, or answer it; both sides' records show it (J2)."""
    join_request = locked(JoinRequest, request.pk, "employer__holder")
    require(rules.can_answer_requests(by))
    if not JoinRequest.objects.visible_to(by).filter(pk=join_request.pk).exists():
        refuse("Only those who develop this employer answer for it.")
    if join_request.state != JoinRequest.State.OPEN:
        refuse("{answered_by} has answered this already.", answered_by=join_request.answered_by)
    if not accept and not words.strip():
        refuse("Write what the college should know.")
    join_request.state = JoinRequest.State.ACCEPTED if accept else JoinRequest.State.ANSWERED
    join_request.answer, join_request.answered_by, join_request.answered_at = words.strip()[:2000], by, clock.now()
    join_request.save()
    if accept:
        asked_on = in_words(join_request.asked_at, "long_this_year")
        body = f"{join_request.asked_by} asked on {asked_on}: {join_request.message}"
        note_acts(
            [join_request.employer_id],
            f"{join_request.institution} joined the relationship",
            body=body.strip(": "),
            by=by,
            institution=join_request.employer.holder,
        )
    record("answer request", join_request, by=by, after={"state": join_request.state, "answer": join_request.answer})
    emails.answer_college(join_request)
    return join_request


def blind_clause(institution: Institution) -> str:
    """The clause that a blind answer rests on."""
    clause = clause_in_force(Clause.Subject.BLIND_MATCH, institution)
    return clause.citation if clause else ""
