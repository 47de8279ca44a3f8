"""Every model that points to employers says what a merge does with its rows (N16, trap 13)."""

from django.db import models

from guildhall.bookings.models import Booking
from guildhall.demand.models import HardToFill
from guildhall.employers.merge_rules import Move, MoveIfNone, MoveUnlessThere, Stay
from guildhall.employers.merging import Relation, links, relations, undeclared
from guildhall.employers.models import (
    Contact,
    ContactGrant,
    DuplicatePair,
    Employer,
    EmployerLogin,
    KeyAccount,
    MatchKey,
    Merge,
    Protection,
    Site,
    TouchPoint,
)
from guildhall.engagements.models import (
    Ask,
    AvoidedContact,
    ContactLimit,
    Engagement,
    FollowUp,
    GuestLink,
    Liaison,
    TemperatureCheck,
    Touch,
)
from guildhall.enquiries.models import Enquiry
from guildhall.events.models import TakingPart
from guildhall.intermediaries.models import BodyMeeting, Story
from guildhall.opportunities.models import Opportunity
from guildhall.partnerships.models import Candidate, Stakeholder
from guildhall.placements.models import Application, GroupExperience, Placement
from guildhall.portal.models import Correction, Registration
from guildhall.prospects.models import Prospect
from guildhall.students.models import Consent, ConsentRequest, Disclosure
from guildhall.supervision.models import RelationshipAssessment


def test_every_model_that_points_to_employers_says_what_a_merge_does():
    missing = undeclared(relations())
    assert not missing, "\n".join(missing)


def test_a_model_that_says_nothing_is_named_with_what_to_write():
    """Negative control: a relation without a declaration, and one whose declaration is not one of ours."""
    field = DuplicatePair._meta.get_field("first")
    told = undeclared([Relation(DuplicatePair, field, None), Relation(Site, Site._meta.get_field("employer"), Move())])
    assert len(told) == 1
    assert "employers.DuplicatePair.first points to Employer" in told[0]
    for words in (
        "on_merge = Move()",
        "MoveUnlessThere(key=",
        "MoveIfNone()",
        "Stay()",
        "guildhall.employers.merge_rules",
    ):
        assert words in told[0]


def test_something_else_called_on_merge_is_no_declaration(monkeypatch):
    monkeypatch.setattr(Engagement, "on_merge", "move")
    assert any("engagements.Engagement.employer" in words for words in undeclared(relations()))


def test_hidden_relations_and_tables_of_many_to_many_fields_are_walked():
    """Those with `related_name="+"` are easily forgotten, and the tags' table has no class to write into."""
    found = {(r.model, r.field.name): r.rule for r in relations()}
    for model, name in ((DuplicatePair, "first"), (DuplicatePair, "second"), (Merge, "loser"), (MatchKey, "employer")):
        assert isinstance(found[model, name], Stay)
    assert found[Employer.tags.through, "employer"] == MoveUnlessThere(key=("tag",))
    assert isinstance(found[Prospect, "employer"], MoveIfNone)
    assert isinstance(found[Employer, "merged_into"], Stay)


def test_what_others_hang_on_moves_first():
    order = [r.model for r in relations()]
    assert order.index(Site) < order.index(Contact) < order.index(Engagement)
    assert {(k.relation.model, k.field.name, k.target) for k in links(relations())} == {
        (Contact, "site", Site),
        (Application, "site", Site),
        (EmployerLogin, "contact", Contact),
        (Opportunity, "offered_by", EmployerLogin),
        (HardToFill, "said_by", EmployerLogin),
        (Registration, "login", EmployerLogin),
        (Registration, "invited_by", EmployerLogin),
        (Correction, "login", EmployerLogin),
        (Engagement, "contact", Contact),
        (FollowUp, "contact", Contact),
        (FollowUp, "engagement", Engagement),
        (Ask, "engagement", Engagement),
        (Touch, "contact", Contact),
        (Touch, "engagement", Engagement),
        (Touch, "ask", Ask),
        (ContactLimit, "contact", Contact),
        (AvoidedContact, "ask", Ask),
        (GuestLink, "engagement", Engagement),
        (TemperatureCheck, "contact", Contact),
        (Enquiry, "contact", Contact),
        (Enquiry, "engagement", Engagement),
        (Opportunity, "contact", Contact),
        (Opportunity, "site", Site),
        (TakingPart, "ask", Ask),
        (TakingPart, "contact", Contact),
        (TakingPart, "engagement", Engagement),
        (TakingPart, "opportunity", Opportunity),
        (Protection, "account", KeyAccount),
        (Protection, "contact", Contact),
        (ContactGrant, "account", KeyAccount),
        (ContactGrant, "contact", Contact),
        (TouchPoint, "site", Site),
        (Liaison, "account", KeyAccount),
        (Liaison, "touch_point", TouchPoint),
        (Liaison, "contact", Contact),
        (ConsentRequest, "consent", Consent),
        (Disclosure, "consent", Consent),
        (Application, "opportunity", Opportunity),
        (GroupExperience, "opportunity", Opportunity),
        (Placement, "application", Application),
        (Placement, "opportunity", Opportunity),
        (Placement, "site", Site),
        (Placement, "supervisor", Contact),
        (RelationshipAssessment, "contact", Contact),
        (Booking, "contact", Contact),
        (Stakeholder, "contact", Contact),
        (Candidate, "contact", Contact),
        (Candidate, "stakeholder", Stakeholder),
        (BodyMeeting, "ask", Ask),
        (BodyMeeting, "engagement", Engagement),
        (Story, "consent", Consent),
        (Story, "placement", Placement),
    }


def test_the_fields_that_declarations_name_exist():
    for relation in relations():
        rule = relation.rule
        if not isinstance(rule, Move):
            continue
        names = [rule.once, rule.walled, rule.contact_day]
        if isinstance(rule, MoveUnlessThere):
            names += [*rule.key, *rule.says]
            assert rule.key
            assert not rule.own or isinstance(Employer._meta.get_field(rule.own), models.CharField)
        for name in filter(None, names):
            relation.model._meta.get_field(name)
        if rule.contact_day:
            relation.model._meta.get_field("institution")


def test_what_an_employer_has_only_once_collides_by_that():
    """A unique constraint on the employer must be covered by the declaration, or a merge ends in a database error."""
    for relation in relations():
        rule, name = relation.rule, relation.field.name
        if not isinstance(rule, Move):
            continue
        uniques = [
            c for c in relation.model._meta.constraints if isinstance(c, models.UniqueConstraint) and name in c.fields
        ]
        for unique in uniques:
            others = set(unique.fields) - {name}
            covered = isinstance(rule, MoveUnlessThere) and not rule.says and set(rule.key) <= others
            assert covered or (not others and rule.once), f"{relation.model._meta.label}: {unique.name}"
