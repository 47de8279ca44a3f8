"""Writing to stakeholders to win them for their part: checked, within the contact rules, answered by a link (E11–E14).

A message with something missing goes only with a reason, which is kept; so does one of an initiative that has no
purpose, profile or plan yet (N20).
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from guildhall.engagements.actions.asking import Plan, carry_out, plan_ask
from guildhall.engagements.actions.letters import touch_address
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.engagements.models import Engagement
from guildhall.lib import clock
from guildhall.lib.mailed_links import kept, new_secret
from guildhall.lib.verdicts import ReasonNeeded, no, refuse, require
from guildhall.outbox.wording import Reader
from guildhall.partnerships import emails, rules
from guildhall.partnerships.actions.following import follower_for
from guildhall.partnerships.actions.stakeholders import Answered, answer, held, keep
from guildhall.partnerships.follow_links import secret_of
from guildhall.partnerships.models import Initiative, Outreach, Stakeholder
from guildhall.partnerships.queries.initiatives import lacking
from guildhall.partnerships.readiness import ELEMENTS, in_words
from guildhall.people.models import Person

ANSWERED_WITHIN = timedelta(days=60)
# The kind of engagement that each way is.
KINDS = {
    Outreach.Way.MAIL: "email",
    Outreach.Way.CALL: "call",
    Outreach.Way.VISIT: "visit",
    Outreach.Way.ELSEWHERE: "email",
}
State = Stakeholder.State


@dataclass(frozen=True)
class Message:
    """What a stakeholder is written or told: the five elements of document 002, and a greeting (E11)."""

    way: str
    subject: str
    greeting: str = ""
    rationale: str = ""
    role: str = ""
    benefit: str = ""
    supports: str = ""
    dates: str = ""

    @property
    def missing(self) -> list[str]:
        """The elements that are not in it."""
        return [name for name in ELEMENTS if not getattr(self, name).strip()]


def reach_out(row: Stakeholder, message: Message, *, because: str = "", by: Person) -> Outreach:
    """Send one message to one stakeholder, or note what was said in another way.

    Raises `ReasonNeeded` where an element, or what the initiative needs before anybody is contacted, is missing and no
    reason is given; what the touch budget forbids is refused with the next day that is free.
    """
    with transaction.atomic():
        saved = held(row.pk)
        require(rules.can_reach_out(by, saved))
        missing = [*lacking(saved.initiative), *message.missing]
        if missing and not because.strip():
            raise ReasonNeeded(no("Missing still: {what}.", what=", ".join(in_words(missing))))
        made = Outreach.objects.create(
            stakeholder=saved,
            **vars(message),
            missing=missing,
            because=because.strip(),
            by=by,
            sent_at=clock.now(),
        )
        if message.way == Outreach.Way.MAIL:
            _mail(made, by=by)
        elif saved.employer:
            made.engagement = _noted(made, by=by)
            made.save(update_fields=["engagement"])
        if saved.state in (State.LISTED, State.DECLINED):
            saved.state = State.ASKED
        after = {"subject": made.subject, "missing": made.missing}
        keep(saved, "reach out to stakeholder", by=by, after=after, reason=made.because)
    return made


def _mail(made: Outreach, *, by: Person) -> None:
    row = made.stakeholder
    to = require_address(row)
    secret = new_secret()
    made.secret_hash, made.until = kept(secret).hex(), clock.today() + ANSWERED_WITHIN
    if row.employer:
        made.engagement = _as_touch(made, by=by)
    elif row.person is None:
        touch_address(row.email, by=by, institution=row.initiative.institution)
    made.save(update_fields=["secret_hash", "until", "engagement"])
    emails.send_outreach(made, to, secret, by=by)


def require_address(row: Stakeholder) -> Reader:
    """Where a stakeholder is written to; a contact's address is that of the contact, and is not typed."""
    to = emails.reader_of(row)
    if not to.email:
        refuse("There is no e-mail address. Write to them in another way, and note it here.")
    if row.employer and row.email and row.employer.contacts.filter(email__iexact=row.email).exists():
        refuse("This is the address of a contact. Choose the contact, so that the rules for them hold.")
    return to


def _as_touch(made: Outreach, *, by: Person) -> Engagement:
    """A letter to an employer is an ask under the touch budget, and stands on the timeline (N3, F17)."""
    row, place = made.stakeholder, made.stakeholder.initiative.institution
    assert row.employer
    contacts = (row.contact,) if row.contact else ()
    plan = Plan(KINDS[Outreach.Way.MAIL], clock.today(), row.initiative.title, contacts)
    ask = plan_ask(row.employer, plan, by=by, institution=place)
    return carry_out(ask, _happening(made), version=ask.version, by=by)


def _noted(made: Outreach, *, by: Person) -> Engagement:
    """What was said to an employer in another way stands on the timeline, and counts as any other touch."""
    row = made.stakeholder
    assert row.employer
    return record_engagement(row.employer, _happening(made), by=by, institution=row.initiative.institution)


def _happening(made: Outreach) -> Happening:
    row, kind = made.stakeholder, KINDS[Outreach.Way(made.way)]
    return Happening(kind, made.subject, clock.today(), contact=row.contact, purpose=row.initiative.title)


# ── The link ─────────────────────────────────────────────────────────


def outreach_of(secret: str) -> Outreach | None:
    """The message of a link while it may be answered, or None."""
    related = ("stakeholder__initiative__institution", "stakeholder__employer", "stakeholder__contact", "by")
    rows = Outreach.objects.select_related(*related, "stakeholder__institution", "stakeholder__person")
    made = rows.filter(secret_hash=kept(secret).hex(), until__gte=clock.today()).first()
    return made if made and _is_answered_for(made.stakeholder) else None


def _is_answered_for(row: Stakeholder) -> bool:
    """Whether a link answers for them still: not once somebody else may read that mailbox."""
    return row.reads_mail and row.state != State.REPLACED and row.initiative.state != Initiative.State.ENDED


@transaction.atomic
def answer_by_link(secret: str, *, accepted: bool, words: str) -> Stakeholder:
    """A stakeholder accepts or declines their part without an account; a later answer takes the place of the first."""
    made = outreach_of(secret)
    if made is None:
        refuse("This link has expired.")
    saved = held(made.stakeholder_id)
    if not _is_answered_for(saved):
        refuse("This link has expired.")
    answer(saved, Answered(accepted, Stakeholder.How.LINK, clock.today(), words), by=None)
    emails.tell_answer(saved)
    return saved


def link_to_choose(row: Stakeholder) -> str:
    """The secret by which whoever has just accepted chooses how often they hear (H14); empty where they declined."""
    return secret_of(follower_for(row).pk) if row.state == State.ACCEPTED else ""
