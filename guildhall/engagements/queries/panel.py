"""The rows of the panel "before you contact": one statement, written by hand because every employer's page asks it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.dates import MONTHS

from guildhall.employers.querysets import EmployerQuerySet
from guildhall.engagements.models import Liaison
from guildhall.lib import clock
from guildhall.people.models import Person
from guildhall.store.written import JSON, typed


class Panel(JSON):
    """All the rows as one JSON object, beside the row of the employer."""

    text = """jsonb_build_object(
        'pinned', EXISTS (SELECT FROM engagements_pin WHERE employer_id = {employer} AND person_id = {reader}),
        'touches', ARRAY(
          SELECT jsonb_build_object('occasion', t.occasion, 'contact', t.contact_id, 'on', t."on", 'state', t.state,
            'institution_id', t.institution_id, 'institution', i.name, 'code', i.code,
            'by', p.given_name || ' ' || p.family_name)
          FROM engagements_touch t JOIN people_institution i ON i.id = t.institution_id
          LEFT JOIN people_person p ON p.id = t.by_id
          WHERE t.employer_id = {employer} AND t."on" >= {since} AND t.state IN ('made', 'reserved')
          ORDER BY t."on" DESC),
        'conversations', ARRAY(
          SELECT jsonb_build_object('id', c.id, 'about', c.about, 'until', c.until, 'person_id', c.person_id,
            'person', p.given_name || ' ' || p.family_name, 'code', i.code, 'institution', i.name)
          FROM engagements_conversation c JOIN people_institution i ON i.id = c.institution_id
          LEFT JOIN people_person p ON p.id = c.person_id
          WHERE c.employer_id = {employer} AND c.ended_at IS NULL AND c.until >= {today}
          ORDER BY c.until),
        'asks', ARRAY(
          SELECT jsonb_build_object('id', a.id, 'on', a.planned_on, 'purpose', a.purpose,
            'institution_id', a.institution_id, 'institution', i.name, 'code', i.code,
            'by', p.given_name || ' ' || p.family_name,
            'signers', ARRAY(SELECT other.code FROM engagements_cosigner s
                             JOIN people_institution other ON other.id = s.institution_id
                             WHERE s.ask_id = a.id ORDER BY s.signed_at))
          FROM engagements_ask a JOIN people_institution i ON i.id = a.institution_id
          LEFT JOIN people_person p ON p.id = a.by_id
          WHERE a.employer_id = {employer} AND a.state = 'planned' AND a.planned_on >= {today}
          ORDER BY a.planned_on),
        'limits', ARRAY(
          SELECT jsonb_build_object('id', l.id, 'contact', l.contact_id, 'most', l.most, 'days', l.days,
            'paused_from', l.paused_from, 'paused_until', l.paused_until,
            'quiet_months', l.quiet_months, 'channel', l.channel, 'said', l.said,
            'whose', c.given_name || ' ' || c.family_name || CASE WHEN c.starred THEN ' *' ELSE '' END)
          FROM engagements_contactlimit l LEFT JOIN employers_contact c ON c.id = l.contact_id
          WHERE l.employer_id = {employer}
          ORDER BY l.at),
        'endings', ARRAY(
          SELECT jsonb_build_object('on', e.ended_on, 'lesson', e.lesson, 'institution', i.name, 'code', i.code)
          FROM engagements_ending e JOIN people_institution i ON i.id = e.institution_id
          WHERE e.employer_id = {employer} AND e.resumed_on IS NULL
          ORDER BY e.ended_on DESC),
        'requests', ARRAY(
          SELECT jsonb_build_object('id', l.id, 'asked_at', l.asked_at, 'until', l.waits_until, 'step', l.step,
            'deputy', k.deputy_id, 'who', h.given_name || ' ' || h.family_name)
          FROM engagements_liaison l LEFT JOIN employers_keyaccount k ON k.id = l.account_id
          LEFT JOIN people_person h ON h.id = l.holder_id
          WHERE l.employer_id = {employer} AND l.state = 'open' AND l.asked_by_id = {reader}
          ORDER BY l.asked_at))"""


@dataclass(frozen=True)
class CountedTouch:
    """One touch within the window of the budget; `by` is None where that person's account is gone."""

    occasion: UUID
    contact: UUID | None
    on: date
    state: str
    institution_id: UUID
    institution: str
    code: str
    by: str | None


@dataclass(frozen=True)
class OpenConversation:
    """Somebody talks with the employer, until when and about what."""

    id: UUID
    about: str
    until: date
    person_id: UUID | None
    person: str | None
    code: str
    institution: str


@dataclass(frozen=True)
class PlannedAsk:
    """What an institution is going to ask, with the codes of those that ask along."""

    id: UUID
    on: date
    purpose: str
    institution_id: UUID
    institution: str
    code: str
    by: str | None
    signers: Sequence[str]


@dataclass(frozen=True)
class StatedLimit:
    """What the employer, or one of its contacts, has said about being contacted."""

    id: UUID
    contact: UUID | None
    most: int | None
    days: int
    paused_from: date | None
    paused_until: date | None
    quiet_months: Sequence[int]
    channel: str
    said: str
    whose: str | None

    @property
    def months_in_words(self) -> str:
        """The months in which they want to be left in peace every year."""
        return ", ".join(str(MONTHS[month]) for month in sorted(self.quiet_months))


@dataclass(frozen=True)
class PastRelationship:
    """An institution's relationship that has ended, and what was learned."""

    on: date
    lesson: str
    institution: str
    code: str


@dataclass(frozen=True)
class OpenRequest:
    """What the reader has asked of whoever is asked first, and waits for."""

    id: UUID
    asked_at: datetime
    until: date | None
    step: str
    deputy: UUID | None
    who: str | None

    @property
    def to_deputy(self) -> bool:
        """Whether it goes to the deputy when nobody answers."""
        return self.step == Liaison.Step.OPERATOR and self.deputy is not None


@dataclass(frozen=True)
class PanelRows:
    """All that the panel of one employer is made of."""

    pinned: bool
    touches: Sequence[CountedTouch]
    conversations: Sequence[OpenConversation]
    asks: Sequence[PlannedAsk]
    limits: Sequence[StatedLimit]
    endings: Sequence[PastRelationship]
    requests: Sequence[OpenRequest]


def with_panel(rows: EmployerQuerySet, reader: Person, since: date) -> EmployerQuerySet:
    """Employers with the rows of their panel, read in their own statement; touches since a day."""
    return rows.annotate(panel=Panel(employer="pk", reader=reader.pk, since=since, today=clock.today()))


def panel_rows(employer: Any) -> PanelRows:
    """The rows of the panel of an employer that was read `with_panel`."""
    rows = employer.panel
    return PanelRows(
        pinned=rows["pinned"],
        touches=typed(CountedTouch, rows["touches"]),
        conversations=typed(OpenConversation, rows["conversations"]),
        asks=typed(PlannedAsk, rows["asks"]),
        limits=typed(StatedLimit, rows["limits"]),
        endings=typed(PastRelationship, rows["endings"]),
        requests=typed(OpenRequest, rows["requests"]),
    )
