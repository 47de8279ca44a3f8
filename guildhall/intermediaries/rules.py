"""Who may do what with chambers and associations, and when a success story may be told."""

import re
import unicodedata

from guildhall.employers import rules as employer_rules
from guildhall.employers.models import Employer
from guildhall.engagements import rules as engagement_rules
from guildhall.intermediaries.models import Affiliation, BodyMeeting, Member, Story
from guildhall.lib.lines import UNSEEN
from guildhall.lib.verdicts import YES, Verdict, no
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.placements.models import Placement
from guildhall.students import rules as student_rules
from guildhall.students.models import Consent, Part, Registration, Use

RECORD = Permission.RECORD_ENGAGEMENTS
MEETS = BodyMeeting.State
NEEDED = (Part.INSTITUTION, Part.EXPERIENCE)  # every story says that a student of that institution was placed


def can_describe(person: Person, employer: Employer) -> Verdict:
    """Who says that an employer is a chamber, and who its members are: whoever edits the employer (D1)."""
    return employer_rules.can_edit(person, employer)


def can_add_member(person: Person, body: Employer, employer: Employer) -> Verdict:
    """Whether an employer may be named as a member: both are in sight, and no body is its own member."""
    if not (verdict := can_describe(person, body)):
        return verdict
    if body.pk == employer.pk:
        return no("Nobody is a member of themselves. Choose another employer.")
    if not Employer.objects.visible_to(person).filter(pk=employer.pk).exists():
        return no("You see no employer of that name.")
    return YES


def can_change_member(person: Person, member: Member) -> Verdict:
    """Who ends or corrects a membership: whoever edits the chamber."""
    return can_describe(person, member.body)


def can_hold(person: Person, body: Employer, institution: Institution | None = None) -> Verdict:
    """Who notes what an institution holds at a chamber, or asks to present: its staff who work with employers."""
    if not (verdict := engagement_rules.can_record(person, body)):
        return verdict
    return person.may(RECORD, at=institution) if institution else person.may(RECORD)


def can_change_affiliation(person: Person, row: Affiliation) -> Verdict:
    """Who changes a membership or seat: the staff of its institution."""
    return can_hold(person, row.body, row.institution)


def can_be_named(person: Person, institution: Institution) -> Verdict:
    """Who may hold a seat or present for an institution: active staff who work with employers there."""
    if person.is_active and any(person.standing.holds(RECORD, at=place) for place in institution.lineage):
        return YES
    return no("{person} does not work with employers for {place}.", person=person, place=institution)


def can_change_meeting(person: Person, meeting: BodyMeeting) -> Verdict:
    """Who changes a meeting and what we present there: the staff of the institution that noted it."""
    return can_hold(person, meeting.body, meeting.institution)


def can_ask_to_present(person: Person, meeting: BodyMeeting) -> Verdict:
    """Who asks to present at a meeting, and until when (D2)."""
    if meeting.state not in (MEETS.NOTED, MEETS.DECLINED):
        return no("They were asked about this meeting already.")
    if meeting.is_past and not meeting.is_today:
        return no("This meeting has been. Note their next one.")
    return can_change_meeting(person, meeting)


def can_answer(person: Person, meeting: BodyMeeting) -> Verdict:
    """Who notes what a chamber answered."""
    if meeting.state not in (MEETS.ASKED, MEETS.AGREED, MEETS.NOTED):
        return no("What came of this meeting is noted already.")
    return can_change_meeting(person, meeting)


def can_note_presented(person: Person, meeting: BodyMeeting) -> Verdict:
    """Who notes that we presented: once the meeting has begun."""
    if meeting.state == MEETS.PRESENTED:
        return no("What came of this meeting is noted already.")
    if not meeting.is_past:
        return no("This meeting is still to come.")
    return can_change_meeting(person, meeting)


def can_remove_meeting(person: Person, meeting: BodyMeeting) -> Verdict:
    """Who takes a meeting out that was noted by mistake: before anybody was asked."""
    if meeting.state != MEETS.NOTED:
        return no("They were asked about this meeting: note what came of it instead.")
    return can_change_meeting(person, meeting)


# ── Success stories (D2) ─────────────────────────────────────────────


def can_write(person: Person, institution: Institution | None = None) -> Verdict:
    """Who writes success stories: whoever keeps the students of the institution."""
    return student_rules.can_keep(person, institution)


def can_tell_of(person: Person, placement: Placement) -> Verdict:
    """Of which placements stories are written: those that were completed, or brought a job."""
    if placement.state != Placement.State.COMPLETED:
        return no("A story tells of a placement that was completed.")
    return can_write(person, placement.institution)


def can_change_story(person: Person, story: Story) -> Verdict:
    """Who changes a story: whoever keeps the students of its institution, while it is not told."""
    if story.state == Story.State.TOLD:
        return no("This story is told. Take it off to change it, then tell it again.")
    return can_write(person, story.institution)


def can_take_off(person: Person, story: Story) -> Verdict:
    """Who takes a story off."""
    if story.state != Story.State.TOLD:
        return no("This story is not told.")
    return can_write(person, story.institution)


def consent_for(registration: Registration) -> Consent | None:
    """The consent on which stories of a student rest: for stories, to anybody, in force, signed by whoever may sign.

    Of several, the one that covers the most.
    """
    rows = Consent.objects.in_force().filter(registration=registration, use=Use.STORY, employer=None)
    good = [one for one in rows if student_rules.can_sign(registration, one.signer, one.signed_on)]
    return max(good, key=lambda one: (set(NEEDED) <= set(one.parts), len(one.parts), one.signed_on), default=None)


def can_be_told(story: Story, registration: Registration, consent: Consent | None) -> Verdict:
    """Whether a story may be told: a consent for stories covers what it says, and the text says no more (ADR 49)."""
    if consent is None:
        return no("No consent for a success story is in force. Ask the student, or a parent where one signs.")
    if lacking := [str(part.label) for part in NEEDED if part not in consent.parts]:
        return no("The consent does not cover this: {parts}. Ask for one that does.", parts=", ".join(lacking))
    if Part.NAME not in consent.parts and (said := _named(story, registration)):
        return no("The story says “{word}”, and the consent does not cover the student’s name.", word=said)
    return YES


def _named(story: Story, registration: Registration) -> str:
    """The part of a student's name that stands in a story as a word, however its letters are written."""
    said = {folded for _word, folded in _words(f"{story.title} {story.text} {story.quote}")}
    names = _words(f"{registration.given_name} {registration.family_name}")
    return next((name for name, folded in names if len(folded) > 1 and folded in said), "")


def _words(text: str) -> list[tuple[str, str]]:
    """Each word of a text as it stands, and without accents and signs that nobody sees."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", UNSEEN.sub("", text)))
    bare = ("".join(sign for sign in unicodedata.normalize("NFKD", one) if not unicodedata.combining(sign))
            for one in words)  # fmt: skip
    return [(word, folded.casefold()) for word, folded in zip(words, bare, strict=True)]


def can_tell(person: Person, story: Story, registration: Registration, consent: Consent | None) -> Verdict:
    """Who tells a story, and whether it may be told."""
    if story.state == Story.State.TOLD:
        return no("This story is told already.")
    if not (verdict := can_write(person, story.institution)):
        return verdict
    return can_be_told(story, registration, consent)
