"""Asking those who have no account, by a link of one purpose: it is mailed, reminded of, and can be taken back."""

from datetime import date, timedelta

from django.db import transaction

from guildhall import context
from guildhall.audit.recording import record
from guildhall.context import Keeper
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.mailed_links import kept, new_secret
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Person
from guildhall.placements.models import Placement
from guildhall.queue.apart import apart
from guildhall.store.locking import locked
from guildhall.students.actions.disclosing import NOTICE, release
from guildhall.students.models import Guardian, Use
from guildhall.supervision import emails, rules
from guildhall.supervision.models import Link, Paper, Signer
from guildhall.supervision.queries.links import Opened, contents_of, link_of
from guildhall.supervision.queries.papers import RELATED
from guildhall.supervision.queries.shown import shown_to_supervisor

REASON = "a link that was mailed opens the one thing that it is about"
DAYS = 30  # in which something is to be signed, approved or evaluated
AFTER_THE_END = 30  # days in which hours can still be logged
REMIND_AFTER = (5, 12)  # days
JUST_WRITTEN = 3  # days in which nobody is reminded again
Purpose = Link.Purpose
ASKED = {
    Purpose.LOG: Signer.STUDENT,
    Purpose.REFLECT: Signer.STUDENT,
    Purpose.APPROVE: Signer.SUPERVISOR,
    Purpose.MIDTERM: Signer.SUPERVISOR,
    Purpose.FINAL: Signer.SUPERVISOR,
}


def opened(secret: str, *purposes: str) -> Opened | None:
    """What a link opens, or None where there is none with that secret; opening it changes nothing (R28)."""
    with context.keeping(Keeper.LINK, REASON):
        link = link_of(secret, *purposes)
        if link is None:
            return None
        if not (verdict := rules.can_use(link)):
            return Opened(link, closed=str(verdict.reason))
        found = contents_of(link)
        found.notice = NOTICE if link.signer == Signer.SUPERVISOR else ""
        return found


def usable(secret: str, *purposes: str) -> Link:
    """The link of a secret that opens something now. Raises `Refused`; callers act as a keeper, and ask once more when
    they hold what it is about: it may have been taken back, or the consent revoked, while they waited.
    """
    link = link_of(secret, *purposes)
    if link is None:
        refuse("This link has expired.")
    require(rules.can_use(link))
    return link


@transaction.atomic
def ask_to_sign(paper: Paper, signer: str, *, name: str = "", email: str = "", by: Person) -> Link:
    """Ask the student, a guardian or the supervisor to sign a paper; an earlier link for it opens nothing any more."""
    row = locked(Paper, paper.pk)
    placement = _placement(row.placement_id, by)
    require(rules.can_sign_as(row, signer, row.signatures.values_list("signer", flat=True)))
    if row.type.on_paper_only:
        refuse("This paper comes from somebody else: keep its scan.")
    if row.has_blanks:
        refuse(
            "Some lines of “{paper}” are not filled in yet. Correct it first, or have it signed on paper.",
            paper=row.title,
        )
    if signer == Signer.INSTITUTION:
        refuse("The institution signs here, by whoever is signed in.")
    return _ask(placement, Purpose.SIGN, signer, by, paper=row, name=name, email=email)


@transaction.atomic
def ask_by_link(placement: Placement, purpose: str, *, by: Person) -> Link:
    """Mail the student or the supervisor the link for hours, for an evaluation or for the reflection."""
    row = _placement(placement.pk, by)
    return _ask(row, purpose, ASKED[Purpose(purpose)], by)


def _placement(pk: object, by: Person) -> Placement:
    locked(Placement, pk)
    row = Placement.objects.select_related(*RELATED).get(pk=pk)
    require(rules.can_supervise(by, row))
    return row


def _ask(
    placement: Placement, purpose: str, signer: str, by: Person, *, paper: Paper | None = None, name: str = "",
    email: str = "",
) -> Link:  # fmt: skip
    name, email = _whom(placement, signer, name, email, by, paper)
    same = Link.objects.filter(placement=placement, purpose=purpose, signer=signer, paper=paper)
    same.filter(revoked_at=None, used_at=None).update(revoked_at=clock.now())
    secret = new_secret()
    link = Link.objects.create(
        institution=placement.institution, placement=placement, paper=paper, purpose=purpose, signer=signer,
        sent_to=name, email=email, secret_hash=kept(secret).hex(), sent_at=clock.now(),
        until=_until(placement, purpose), by=by,
    )  # fmt: skip
    emails.write(link, secret)
    after = {"purpose": purpose, "signer": signer, "until": link.until}
    record("send link", link, by=by, after=after, institution=placement.institution)
    return link


def _until(placement: Placement, purpose: str) -> date:
    """The link for hours lives as long as the placement; every other one some weeks."""
    today = clock.today()
    last = placement.last_day or today + timedelta(180)
    return max(last, today) + timedelta(AFTER_THE_END) if purpose == Purpose.LOG else today + timedelta(DAYS)


def _whom(placement: Placement, signer: str, name: str, email: str, by: Person, paper: Paper | None) -> tuple[str, str]:
    """Who is written to. What the supervisor reads of a student is released first, and stands in its log (R5)."""
    if signer == Signer.SUPERVISOR:
        require(rules.can_write_supervisor(by, placement))
        contact = placement.supervisor
        assert contact is not None
        require(rules.can_give_to_supervisor(paper))
        parts = shown_to_supervisor(paper)
        release(
            placement.registration,
            parts,
            employer=placement.employer,
            use=Use.PLACE,
            purpose=placement.title or "placement",
            by=by,
        )
        return contact.name, contact.email
    if signer == Signer.STUDENT:
        name, email = placement.registration.name, email or placement.registration.email
    elif guardian := Guardian.objects.filter(registration=placement.registration_id).exclude(email="").first():
        name, email = (name, email) if email else (guardian.name, guardian.email)
    if not email:
        refuse("No e-mail address is known. Type one, or have it signed on paper.")
    return one_line(name)[:160], email


@transaction.atomic
def revoke_link(link: Link, *, by: Person) -> None:
    """Take a link back: it opens nothing with the next request."""
    row = locked(Link, link.pk, "institution", "placement__institution")
    require(rules.can_supervise(by, row.placement))
    if row.revoked_at is None:
        row.revoked_at = clock.now()
        row.save(update_fields=["revoked_at"])
        record("revoke link", row, by=by, after={"revoked_at": row.revoked_at}, institution=row.institution)


# ── Every day ────────────────────────────────────────────────────────


def remind() -> int:
    """Write once more, twice at most, to whoever was asked to sign or evaluate and has not; returns how many.

    The secret is not kept, so a reminder carries a new one; the earlier link opens nothing any more.
    """
    rows = Link.objects.live().filter(used_at=None).exclude(purpose=Purpose.LOG)
    with apart() as pieces:
        return pieces.each(_remind, list(rows.values_list("pk", flat=True)), clock.today())


@transaction.atomic
def _remind(pk: object, today: date) -> bool:
    row = _held_link(pk)
    age = (today - clock.day_of(row.sent_at)).days
    due = sum(age >= days for days in REMIND_AFTER)
    done = 0 if row.reminded_on is None else sum(
        (row.reminded_on - clock.day_of(row.sent_at)).days >= days for days in REMIND_AFTER
    )  # fmt: skip
    return due > done and _write_again(row)


def _write_again(row: Link) -> bool:
    """Write once more by a link that the caller holds, with a new secret; returns whether it still opens something."""
    if row.used_at or not rules.can_use(row):
        return False
    secret = new_secret()
    row.secret_hash, row.reminded_on = kept(secret).hex(), clock.today()
    row.save(update_fields=["secret_hash", "reminded_on"])
    emails.write(row, secret, again=True)
    return True


def write_before_start(link: Link) -> bool:
    """Remind of a signature as the first day comes near, unless they were written to in the last days."""
    row = _held_link(link.pk)
    written = max(clock.day_of(row.sent_at), row.reminded_on or date.min)
    return (clock.today() - written).days < JUST_WRITTEN or _write_again(row)


def _held_link(pk: object) -> Link:
    related = ("institution", "by", "paper__type", *(f"placement__{name}" for name in RELATED))
    return locked(Link, pk, *related)
