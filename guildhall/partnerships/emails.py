"""What leads, introducers and stakeholders are written; the wording lies in the templates beside."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse

from guildhall.employers.telling import reader_at_employer, tell_who_sees
from guildhall.outbox.actions import hand_over
from guildhall.outbox.wording import Addressee, Reader
from guildhall.partnerships.follow_links import Wish, secret_of
from guildhall.partnerships.models import (
    Activity,
    Approval,
    Approver,
    Barrier,
    Candidate,
    EvaluationRound,
    Follower,
    Initiative,
    Outreach,
    ProgressUpdate,
    Stakeholder,
)
from guildhall.partnerships.queries.figures import figures_of
from guildhall.people import events
from guildhall.people.emails import answered_by
from guildhall.people.models import Person
from guildhall.people.queries import territory
from guildhall.people.telling import tell


def tell_lead(row: Initiative, person: Person, *, by: Person) -> None:
    """Tell somebody that they lead an initiative from now on."""
    if person.pk == by.pk:
        return
    path, key = reverse("initiative", args=[row.pk]), f"lead:{row.pk}:{row.version}"
    words = {"row": row, "by": by}
    tell(events.INITIATIVE_LED, [person], "partnerships/email/lead.txt", words, path=path, key=key, scope=row.scope)


def ask_introducer(row: Candidate, *, by: Person) -> None:
    """Ask a colleague who knows an employer to introduce us (H12)."""
    initiative = row.profile.initiative
    path = reverse("employer", args=[row.employer_id]) if row.employer_id else reverse("initiatives")
    template = "partnerships/email/introduce.txt"
    words = {"row": row, "initiative": initiative, "by": by, "who": row.body_name}
    details = {"path": path, "key": f"introduce:{row.pk}", "scope": row.employer_scope}
    tell_who_sees(events.INTRODUCTION_ASKED, [row.introducer], template, words, **details)


def give_activity(row: Activity, *, by: Person) -> None:
    """Tell somebody that a line of a plan is theirs to see to (E9): once they may open it."""
    if not Initiative.objects.visible_to(row.person).filter(pk=row.initiative_id).exists():
        return  # told when it is put before the colleagues
    path, key = reverse("initiative-plan", args=[row.initiative_id]), f"activity:{row.pk}:{row.version}"
    words = {"row": row, "initiative": row.initiative, "by": by}
    tell(
        events.ACTIVITY_GIVEN,
        [row.person],
        "partnerships/email/activity.txt",
        words,
        path=path,
        key=key,
        scope=row.scope,
    )


def give_barrier(row: Barrier, *, by: Person) -> None:
    """Tell somebody that a rule in the way of an initiative is theirs to see to: once they may open it."""
    if not row.person or not Initiative.objects.visible_to(row.person).filter(pk=row.initiative_id).exists():
        return
    path, key = reverse("initiative-policy", args=[row.initiative_id]), f"barrier:{row.pk}:{row.version}"
    words = {"row": row, "initiative": row.initiative, "by": by}
    details = {"path": path, "key": key, "scope": row.scope}
    tell(events.ACTIVITY_GIVEN, [row.person], "partnerships/email/barrier.txt", words, **details)


def tell_answer(row: Stakeholder) -> None:
    """Tell those who lead that a stakeholder has answered by the link."""
    leads = [lead.person for lead in row.initiative.leads.select_related("person")]
    path = reverse("stakeholder", args=[row.pk])
    words = {"row": row, "initiative": row.initiative, "who": row.person_name or row.body_name}
    details = {"path": path, "key": f"stakeholder:{row.pk}:{row.version}", "scope": row.scope}
    tell_who_sees(events.STAKEHOLDER_ANSWERED, leads, "partnerships/email/answered.txt", words, **details)


def ask_colleagues(made: EvaluationRound, *, by: Person) -> None:
    """Ask those of the staff who lead or have a part how it goes: they answer signed in (F15)."""
    people = [one.person for one in made.asked.exclude(person=None).select_related("person")]
    path, key = reverse("evaluation-answer", args=[made.pk]), f"evaluation:{made.pk}"
    words = {"row": made, "initiative": made.initiative, "by": by}
    template = "partnerships/email/evaluate.txt"
    tell(events.EVALUATION_OPENED, people, template, words, path=path, key=key, scope=made.scope)


def ask_partner(made: EvaluationRound, row: Stakeholder, to: Reader, secret: str, *, by: Person) -> None:
    """Ask a partner how it goes, by a link that answers once (N13)."""
    words = {
        "row": made,
        "initiative": made.initiative,
        "who": row.person_name or row.body_name,
        "link": settings.PUBLIC_URL + reverse("evaluation-link", args=[secret]),
        "by": by,
        **answered_by(by, made.initiative.institution),
    }
    details = {"kind": "evaluation of an initiative", "scope": row.scope, "confidential": True}
    template, key = "partnerships/email/evaluate_link.txt", f"evaluation:{made.pk}:{row.pk}"
    hand_over(to, template, words, **details, key=key, reply_to=by.email)  # type: ignore[arg-type]


def reader_of(row: Stakeholder) -> Reader:
    """A stakeholder as somebody who is written to: a contact, a colleague, or an address that was noted."""
    if row.contact:
        return reader_at_employer(row.contact)
    return row.person or Addressee(row.email)


def send_outreach(made: Outreach, to: Reader, secret: str, *, by: Person) -> None:
    """Write to a stakeholder what part they are asked to take, with the link that answers (E11)."""
    row = made.stakeholder
    words = {
        "made": made,
        "row": row,
        "initiative": row.initiative,
        "who": row.person_name or row.body_name,
        "territory": territory(),
        "link": settings.PUBLIC_URL + reverse("outreach-link", args=[secret]),
        "by": by,
        **answered_by(by, row.initiative.institution),
    }
    template, key = "partnerships/email/outreach.txt", f"outreach:{made.pk}"
    details = {"kind": "outreach to a stakeholder", "scope": row.scope, "key": key, "confidential": True}
    hand_over(to, template, words, **details, reply_to=by.email)  # type: ignore[arg-type]


# ── Updates ──────────────────────────────────────────────────────────


def tell_updates(row: Follower, person: Person, updates: Sequence[ProgressUpdate], *, by: Person) -> None:
    """Tell a colleague of what was published, as they chose for their notices (F13)."""
    path, last = reverse("update", args=[updates[-1].pk]), updates[-1]
    words = {"initiative": row.initiative, "updates": updates, "last": last, "by": by}
    details = {"path": path, "key": f"update:{last.pk}", "scope": row.scope}
    tell(events.UPDATE_PUBLISHED, [person], "partnerships/email/update.txt", words, **details)


def send_updates(row: Follower, updates: Sequence[ProgressUpdate], *, by: Person) -> None:
    """Write to a partner, or to whoever follows by e-mail, what was published, with the link to choose how often."""
    part = row.stakeholder
    to = reader_of(part) if part else Addressee(row.email, row.language)
    words: dict[str, Any] = {
        "initiative": row.initiative,
        "updates": [(one, figures_of(one)) for one in updates],
        "one": updates[0] if len(updates) == 1 else None,
        "who": (part.person_name or part.body_name) if part else "",
        "how": row.get_how_display,
        "link": settings.PUBLIC_URL + reverse("update-link", args=[secret_of(row.pk)]),
        "by": by,
        **answered_by(by, row.initiative.institution),
    }
    details = {"kind": "progress update", "scope": row.scope, "confidential": True}
    template, key = "partnerships/email/update_link.txt", f"update:{updates[-1].pk}:{row.pk}"
    hand_over(to, template, words, **details, key=key, reply_to=by.email)  # type: ignore[arg-type]


def tell_withdrawn(row: ProgressUpdate, *, by: Person) -> None:
    """Tell those who had an update that it was taken back, and why: they do not go on with what was wrong."""
    words = {"row": row, "initiative": row.initiative, "by": by}
    template, key = "partnerships/email/withdrawn.txt", f"withdrawn:{row.pk}"
    related = ("person", "stakeholder__contact", "stakeholder__person", "stakeholder__employer")
    readers = Follower.objects.filter(letters__update=row).select_related("initiative", *related)
    colleagues = [one.colleague for one in readers if one.colleague]
    path = reverse("update", args=[row.pk])
    tell(events.UPDATE_PUBLISHED, colleagues, template, words, path=path, key=key, scope=row.scope)
    for one in readers:
        to = reader_of(one.stakeholder) if one.stakeholder else Addressee(one.email, one.language)
        if to.email and not one.colleague:
            details = {"kind": "progress update", "scope": one.scope, "key": f"{key}:{one.pk}", "reply_to": by.email}
            hand_over(to, template, words, **details)  # type: ignore[arg-type]


def ask_to_confirm(row: Initiative, wish: Wish, secret: str) -> None:
    """Ask whoever wants to follow an initiative whether the address is theirs."""
    words = {"initiative": row, "link": settings.PUBLIC_URL + reverse("follow-confirm", args=[secret])}
    details = {"kind": "following an initiative", "scope": row.scope, "confidential": True}
    hand_over(Addressee(wish.email, wish.language), "partnerships/email/follow.txt", words, **details)


# ── Papers ───────────────────────────────────────────────────────────


def ask_approvers(made: Approval, people: Sequence[Person], *, by: Person) -> None:
    """Ask colleagues to approve a paper: they answer signed in."""
    path, key = reverse("approval", args=[made.pk]), f"approval:{made.pk}"
    words = {"row": made, "initiative": made.initiative, "by": by}
    others = [one for one in people if one.pk != by.pk]
    template = "partnerships/email/approve.txt"
    tell(events.APPROVAL_ASKED, others, template, words, path=path, key=key, scope=made.scope)


def ask_partner_to_approve(made: Approval, row: Stakeholder, to: Reader, secret: str, *, by: Person) -> None:
    """Ask a partner to approve a paper, by a link that answers once."""
    words = {
        "row": made,
        "initiative": made.initiative,
        "who": row.person_name or row.body_name,
        "link": settings.PUBLIC_URL + reverse("approval-link", args=[secret]),
        "by": by,
        **answered_by(by, made.initiative.institution),
    }
    details = {"kind": "approval of a paper", "scope": row.scope, "confidential": True}
    template, key = "partnerships/email/approve_link.txt", f"approval:{made.pk}:{row.pk}"
    hand_over(to, template, words, **details, key=key, reply_to=by.email)  # type: ignore[arg-type]


def tell_approved(row: Approver, *, by: Person | None) -> None:
    """Tell whoever put a paper up what somebody said."""
    made = row.approval
    if by and by.pk == made.by_id:
        return
    path, key = reverse("approval", args=[made.pk]), f"approved:{row.pk}:{row.version}"
    words = {"row": row, "made": made, "initiative": made.initiative}
    details = {"path": path, "key": key, "scope": row.scope}
    tell_who_sees(events.APPROVAL_GIVEN, [made.by], "partnerships/email/approved.txt", words, **details)
