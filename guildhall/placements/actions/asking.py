"""What employers are asked by a link, without an account: one question, one answer; opening it changes nothing."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from guildhall.audit.recording import record, text_of
from guildhall.context import Keeper, keeping
from guildhall.employers.models import Contact
from guildhall.lib import clock
from guildhall.lib.mailed_links import kept, new_secret
from guildhall.lib.small_counts import FEWEST
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Person
from guildhall.placements import emails, rules
from guildhall.placements.actions import applying, moving
from guildhall.placements.actions.disclosing import may_be_named
from guildhall.placements.actions.stepping import held_application, held_placement
from guildhall.placements.models import Application, Placement, Question
from guildhall.placements.parties import Party, employer_party
from guildhall.students.models import Enrolment

About = Question.About
ANSWERED_WITHIN = 21  # days that a link answers
WHY = "the record that an employer's link opens"
ASKED = {  # in which states of a placement each question is asked
    About.START: Placement.AHEAD,
    About.RUNNING: (Placement.State.STARTED,),
    About.END: (Placement.State.STARTED,),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What an employer answers: the word of the form, a day, a reason, what came of it."""

    word: str
    on: date | None = None
    reason: str = ""
    outcome: str = ""


@transaction.atomic
def ask_choice(application: Application, *, by: Person) -> Question:
    """Ask the employer by a link whether it wants to meet a student, offers a place, or does not choose them."""
    row = held_application(application.pk)
    require(rules.can_decide(by, row, Application.State.OFFERED))
    contact = row.opportunity.contact if row.opportunity else None
    return _ask(About.CHOICE, contact, by=by, application=row)


@transaction.atomic
def ask_about(placement: Placement, about: str, *, by: Person) -> Question:
    """Ask the supervisor by a link whether a placement has begun, still runs, or how it ended."""
    row = held_placement(placement.pk)
    require(rules.can_keep(by, row.institution))
    if row.state not in ASKED.get(About(about), ()):
        refuse("It cannot be asked about now: it is {state}.", state=row.get_state_display())
    return _ask(About(about), row.supervisor, by=by, placement=row)


def _ask(about: str, contact: Contact | None, *, by: Person, **of: Any) -> Question:
    if not emails.may_be_written(contact, by):
        refuse(
            "There is no contact with an e-mail address whom you may write to. Ask them, and write it down yourself."
        )
    return put_question(about, contact, by=by, **of)


def put_question(about: str, contact: Contact | None, *, by: Person, **of: Any) -> Question:
    """Send a question; earlier links about the same record open nothing any more. The caller holds the record and has
    asked whether the contact may be written to.
    """
    (row,) = of.values()
    secret, today = new_secret(), clock.today()
    Question.objects.filter(**of, answered_at=None).update(until=today - timedelta(1))
    question = Question.objects.create(
        institution=row.institution, contact=contact, about=about, secret_hash=kept(secret).hex(), by=by,
        sent_at=clock.now(), until=today + timedelta(ANSWERED_WITHIN), **of,
    )  # fmt: skip
    if isinstance(row, Placement):
        row.asked_on = today
        row.save(update_fields=["asked_on"])
    emails.ask_employer(row, question, secret, by=by)
    after = {"about": str(about), "of": text_of(contact)}
    record("ask employer about placement", row, by=by, after=after, institution=row.institution)
    return question


def question_of(secret: str) -> Question | None:
    """The question of a link while it may be answered, or None: whoever holds the secret reads this one record.

    Of a contact who has left it opens nothing: somebody else may read that mailbox.
    """
    with keeping(Keeper.LINK, WHY):
        related = [f"{one}__{name}" for one in ("application", "placement")
                   for name in ("employer", "opportunity", "institution", "registration",
                                "registration__institution", "coordinator")]  # fmt: skip
        rows = Question.objects.select_related("contact", "institution", "by", *related)
        question = rows.filter(secret_hash=kept(secret).hex(), until__gte=clock.today()).first()
    return question if question and question.contact and question.contact.reads_mail else None


def record_of(question: Question) -> Application | Placement:
    """What a question is about."""
    row = question.application or question.placement
    assert row is not None
    return row


@transaction.atomic
def answer_by_link(secret: str, answer: Answer) -> bool:
    """The employer answers; the first answer counts, however often the link is opened. Returns whether it was first."""
    question = question_of(secret)
    if question is None:
        refuse("This link has expired.")
    with keeping(Keeper.LINK, WHY):
        rows = Question.objects.filter(pk=question.pk, answered_at=None)
        if not rows.update(answered_at=clock.now(), answer=answer.word[:12]):
            return False
        row = record_of(question)
        row.refresh_from_db()
        by = employer_party(row.employer_id)
    take_answer(row, answer, by)
    return True


def take_answer(row: Application | Placement, answer: Answer, by: Party) -> None:
    """Do what an employer answered about one of its records; the rule is asked by each act."""
    if isinstance(row, Application):
        _choose(row, answer, by)
    else:
        _say(row, answer, by)


def _choose(row: Application, answer: Answer, by: Party) -> None:
    if answer.word == "meet":
        applying.shortlist(row, by=by)
    elif answer.word == "offer":
        applying.offer(row, by=by)
    elif answer.word == "no":
        applying.turn_down(row, reason=answer.reason, by=by)
    else:
        refuse("Choose an answer.")


def _say(row: Placement, answer: Answer, by: Party) -> None:
    day = answer.on or clock.today()
    if answer.word == "began":
        moving.start(row, day, by=by)
    elif answer.word == "absent":
        moving.note_no_show(row, answer.reason, by=by)
    elif answer.word == "runs":
        moving.confirm(row, by=by)
    elif answer.word == "completed":
        moving.complete(row, day, outcome=answer.outcome, by=by)
    elif answer.word == "early":
        moving.end_early(row, day, answer.reason, by=by)
    elif answer.word != "not_yet":
        refuse("Choose an answer.")


@transaction.atomic
def show_student(secret: str) -> dict[str, Any]:
    """Show the employer who it is, as far as a consent lets it know, and write down that it was shown (R5).

    Nothing was shown before somebody asked for it, so a program that opens links learns nothing.
    """
    question = question_of(secret)
    if question is None:
        refuse("This link has expired.")
    with keeping(Keeper.LINK, WHY):
        row = record_of(question)
        return may_be_named(row, by=question.by or row.coordinator)


def introduced(question: Question) -> str:
    """What the employer reads of a student whom nobody has named: the program of study, unless the student opted out.

    Ten or more of that institution are in it: it tells of none of them.
    """
    return program_told(record_of(question))


def program_told(row: Application | Placement) -> str:
    """The same of a record that an employer sees."""
    with keeping(Keeper.LINK, WHY):
        if row.registration.opted_out_on:
            return ""
        newest = row.registration.enrolments.exclude(program=None).select_related("program").first()
        program = (row.program if isinstance(row, Placement) else None) or (newest.program if newest else None)
        if program is None:
            return ""
        there = Enrolment.objects.filter(Q(to_date=None) | Q(to_date__gte=clock.today()), program=program)
        many = there.filter(institution=row.institution_id).values("student").distinct().count()
        return str(program.name) if many >= FEWEST else ""
