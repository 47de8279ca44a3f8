"""Evaluating an initiative: measures and what they read, both sides asked the same, what was done (F14, F15, F19)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.employers.rules import can_show_address
from guildhall.lib import clock
from guildhall.lib.mailed_links import kept, new_secret
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.partnerships import emails, rules
from guildhall.partnerships.models import (
    Asked,
    Conclusion,
    EvaluationRound,
    Initiative,
    Measure,
    Opinion,
    Reading,
    Side,
    Stakeholder,
)
from guildhall.partnerships.queries.evaluating import opinions_held
from guildhall.partnerships.queries.satisfaction import found_in, sector_of
from guildhall.partnerships.questions import cleaned, codes
from guildhall.people.models import Person
from guildhall.queue.apart import apart
from guildhall.store.locking import locked

LONGEST = timedelta(days=90)


@dataclass(frozen=True)
class Measured:
    """What is measured, of which strand, where it comes from and what is aimed at."""

    strand: str
    what: str
    source: str = ""
    target: str = ""
    due_on: date | None = None


@transaction.atomic
def add_measure(row: Initiative, said: Measured, *, by: Person) -> Measure:
    """Say from the start what shows whether it works (F14)."""
    initiative = locked(Initiative, row.pk, "institution")
    require(rules.can_change(by, initiative))
    made = Measure.objects.create(initiative=initiative, **vars(said))
    after = {"what": made.what, "target": made.target}
    record("add measure", made, by=by, institution=initiative.institution, after=after)
    return made


@transaction.atomic
def change_measure(row: Measure, said: Measured, *, version: int, by: Person) -> Measure:
    """Write a measure better."""
    saved = locked(Measure, row.pk, "initiative__institution")
    require(rules.can_change(by, saved.initiative))
    if saved.version != version:
        raise Conflict
    before = {"what": saved.what, "target": saved.target}
    for name, value in vars(said).items():
        setattr(saved, name, value)
    saved.version += 1
    saved.save()
    after = {"what": saved.what, "target": saved.target}
    record("change measure", saved, by=by, institution=saved.initiative.institution, before=before, after=after)
    return saved


@transaction.atomic
def read_measure(row: Measure, value: str, on: date, *, by: Person) -> Reading:
    """Write down what a measure read on a day; what it read before stays."""
    saved = locked(Measure, row.pk, "initiative__institution")
    require(rules.can_change(by, saved.initiative))
    if on > clock.today():
        refuse("This day is ahead: nobody can have read it.")
    if not value.strip():
        refuse("Write what it reads.")
    made = Reading.objects.create(measure=saved, on=on, value=value.strip(), by=by)
    record("read measure", made, by=by, institution=saved.initiative.institution, after={"value": made.value})
    return made


# ── Asking both sides ────────────────────────────────────────────────


@transaction.atomic
def open_round(row: Initiative, kind: str, until: date, *, by: Person) -> EvaluationRound:
    """Ask everybody who has accepted a part, and everybody who leads, the same until a day (F15, N13)."""
    initiative = locked(Initiative, row.pk, "institution")
    require(rules.can_evaluate(by, initiative))
    today = clock.today()
    if not today <= until <= today + LONGEST:
        refuse("Choose a day within the next ninety.")
    if EvaluationRound.objects.filter(initiative=initiative, until__gte=today).exists():
        refuse("An evaluation is open already. Let it end first: nobody is asked twice at once.")
    made = EvaluationRound.objects.create(initiative=initiative, kind=kind, opened_on=today, until=until, by=by)
    partners = Stakeholder.objects.visible_to(by).filter(initiative=initiative, state=Stakeholder.State.ACCEPTED)
    for one in partners.select_related("contact__employer", "person", "employer", "institution"):
        _ask_partner(made, one, by)
    for lead in initiative.leads.select_related("person"):
        Asked.objects.create(round=made, side=Side.LEADS, person=lead.person)
    emails.ask_colleagues(made, by=by)
    record("open evaluation", made, by=by, institution=initiative.institution, after={"kind": kind, "until": until})
    return made


def _ask_partner(made: EvaluationRound, one: Stakeholder, by: Person) -> None:
    if one.person:
        Asked.objects.get_or_create(round=made, side=Side.PARTNERS, person=one.person, defaults={"stakeholder": one})
        return
    if one.contact and not (one.contact.is_current and can_show_address(by, one.contact)):
        return
    to = emails.reader_of(one)
    if to.email:
        secret = new_secret()
        Asked.objects.create(round=made, side=Side.PARTNERS, stakeholder=one, secret_hash=kept(secret).hex())
        emails.ask_partner(made, one, to, secret, by=by)


def asked_by_link(secret: str) -> Asked | None:
    """Who is asked by a link, as long as the evaluation is open, or None."""
    rows = Asked.objects.select_related("round__initiative__institution", "stakeholder__contact", "stakeholder__person")
    row = rows.filter(secret_hash=kept(secret).hex(), round__until__gte=clock.today()).first()
    return row if row and row.stakeholder and row.stakeholder.reads_mail else None


def asked_of(made: EvaluationRound, person: Person) -> list[Asked]:
    """What a colleague is asked in a round: as a partner, as a lead, or as both."""
    return list(Asked.objects.filter(round=made, person=person).order_by("side"))


@transaction.atomic
def give_opinion(row: Asked, answers: Mapping[str, int], words: str, *, held: str = "") -> str:
    """Keep what somebody answered apart from who it was; their latest answer counts while it is open (M16).

    Returned is the key by which alone it is changed, for their browser to hold; nothing where another one has answered
    for them already, and their answer was not kept.
    """
    asked = locked(Asked, row.pk, "round", "stakeholder__category")
    if not asked.round.is_open:
        refuse("This evaluation is over.")
    said = cleaned(dict(answers), full=asked.round.is_full)
    if set(said) != set(codes(asked.round.is_full)):
        refuse("Answer each question.")
    given = {"answers": said, "words": words.strip()}
    if asked.answered:
        return held if opinions_held(asked, held).update(**given) else ""
    key = new_secret()
    facts = {"round": asked.round, "side": asked.side, "sector": sector_of(asked)}
    Opinion.objects.create(**facts, **given, key_hash=kept(key).hex())
    asked.answered = True
    asked.save(update_fields=["answered"])
    return key


def forget_sectors() -> int:
    """Once an evaluation is over, keep of which sector an answer is only where that sector is shown, and no key of who
    could change one (N13, M16).
    """
    telling = Opinion.objects.exclude(sector=None, key_hash="").values("round")
    rows = EvaluationRound.objects.filter(until__lt=clock.today(), pk__in=telling)
    with apart() as pieces:
        return pieces.each(_forget_sectors, list(rows.values_list("pk", flat=True)))


def _forget_sectors(pk: Any) -> int:
    made = locked(EvaluationRound, pk)
    found = found_in(made)
    Opinion.objects.filter(round=made).exclude(key_hash="").update(key_hash="")
    rows = Opinion.objects.filter(round=made).exclude(sector=None)
    return rows.exclude(sector__in=list(found.sectors) if found else []).update(sector=None)


# ── What came of it ──────────────────────────────────────────────────


@transaction.atomic
def conclude(row: EvaluationRound, text: str, *, by: Person) -> Conclusion:
    """Write down what is seen in an evaluation that is over."""
    made_of = locked(EvaluationRound, row.pk, "initiative__institution")
    require(rules.can_conclude(by, made_of))
    if not text.strip():
        refuse("Write what you see.")
    made = Conclusion.objects.create(round=made_of, text=text.strip(), by=by)
    record("conclude evaluation", made, by=by, institution=made_of.initiative.institution, after={"text": made.text})
    return made


@transaction.atomic
def note_done(row: Conclusion, done: str, *, version: int, by: Person) -> Conclusion:
    """Write down what was done about something that an evaluation showed."""
    saved = locked(Conclusion, row.pk, "round__initiative__institution")
    require(rules.can_conclude(by, saved.round))
    if saved.version != version:
        raise Conflict
    before: dict[str, Any] = {"done": saved.done}
    saved.done, saved.version = done.strip(), saved.version + 1
    saved.done_on = clock.today() if saved.done else None
    saved.save()
    place = saved.round.initiative.institution
    record("note what was done", saved, by=by, institution=place, before=before, after={"done": saved.done})
    return saved
