from collections.abc import Iterable
from typing import Any

from guildhall.context import Keeper, keeping
from guildhall.lib import clock
from guildhall.lib.verdicts import YES, Verdict, no
from guildhall.outbox.emails import mail_leaves
from guildhall.people.models import (
    Course,
    ExternalIdentifier,
    Institution,
    Membership,
    Person,
    PointOfContact,
    Terms,
    TrainingSession,
)
from guildhall.people.permissions import GIVEN_BY_A_COLLEGE, GRANTS, Permission, Role
from guildhall.people.queries import territory

OF_A_REGION = {Role.REGIONAL_DIRECTOR, Role.REGION_ADMINISTRATOR}
OVER_SEVERAL = {Institution.Kind.AGENCY, Institution.Kind.REGION, Institution.Kind.DISTRICT}


def can_change_profile(person: Person, other: Person) -> Verdict:
    """Everybody says for themselves who they are."""
    return YES if person.pk == other.pk else no("Only {person} may change that.", person=other)


def is_empty(institution: Institution) -> Verdict:
    """Whether nothing hangs on an institution: no role, no record, nothing below it."""
    # Hidden ends too: what points here without a name of its own would go unseen, or stop the removal half-way.
    fields: list[Any] = list(Institution._meta.get_fields(include_hidden=True))
    ends = [field for field in fields if field.auto_created and not field.concrete]
    with keeping(Keeper.RECOUNT, "whether anything hangs on an institution"):  # also what nobody here sees
        for relation in ends:
            model: Any = relation.related_model
            if (
                model is not ExternalIdentifier
                and model._base_manager.filter(**{relation.field.name: institution}).exists()
            ):
                return no("People or records hang on this institution, so it stays.")
    return YES


def can_change_institutions(person: Person, institution: Institution | None) -> Verdict:
    """Whether a person may enter or change institutions under this one."""
    return person.may(Permission.CHANGE_INSTITUTIONS, at=institution)


def can_stand_under(person: Person, parent: Institution | None) -> Verdict:
    """Whether a person may put an institution under this one; at the top, only who administers a whole tree."""
    if parent is not None:
        return can_change_institutions(person, parent)
    posts = person.standing.posts
    if any(Permission.CHANGE_INSTITUTIONS in GRANTS[post.role] and len(post.lineage) == 1 for post in posts):
        return YES
    return no("Say under which institution it stands: only who administers all of them puts one at the top.")


def can_change_territory(person: Person) -> Verdict:
    """Whether a person may change the territory's settings: at its root."""
    here = territory()
    return person.may(Permission.CHANGE_TERRITORY, at=here.root if here else None)


def can_be_contact(person: Person) -> Verdict:
    """Who may be the contact for colleges: those who may answer about regional relationships (N1)."""
    if person.is_active and person.may(Permission.USE_CRM):
        return YES
    return no(
        "{person} may not answer colleges about regional relationships. Choose a Regional Director.", person=person
    )


def can_grant(person: Person, role: Role, institution: Institution) -> Verdict:
    """Whether a person may decide of this role there: a college's administrator within the own college (B8)."""
    if not (verdict := person.may(Permission.GRANT_ACCESS, at=institution)):
        return verdict
    if role not in GIVEN_BY_A_COLLEGE and not person.may(Permission.CHANGE_TERRITORY, at=institution):
        return no("Only a region administrator gives somebody the role {label}.", label=role.label)
    return YES


def can_give(person: Person, role: Role, institution: Institution) -> Verdict:
    """The same for giving it anew: a role for a region is none for one college or school."""
    verdict = can_grant(person, role, institution)
    if verdict and role in OF_A_REGION and institution.kind not in OVER_SEVERAL:
        return no(
            "{label} is a role for a region, district or agency, not for one college or school.", label=role.label
        )
    return verdict


def can_let_in(person: Person, other: Person, roles: Iterable[Membership]) -> Verdict:
    """Who gives somebody a new way in: whoever could give all the roles that they have: so nobody gains by it (B8)."""
    if other.demo:
        return no("The people of the demo keep their password: it is everybody's.")
    if other.pk == person.pk or not other.is_active:
        return no("Nobody gives themselves a new way in.") if other.is_active else no("This account is closed.")
    for role in roles:
        if not (verdict := can_grant(person, Role(role.role), role.institution)):
            return verdict
    return YES


def can_invite_again(person: Person, other: Person, roles: Iterable[Membership]) -> Verdict:
    """Who mails an invitation once more: where mail leaves, to somebody who has never signed in."""
    if not mail_leaves():
        return no("No e-mail leaves this installation. Make a link, and hand it over.")
    if other.last_login:
        return no("{other} has signed in already: a new password is asked for on the sign-in page.", other=other)
    return can_let_in(person, other, roles)


def can_hand_over_link(person: Person, other: Person, roles: Iterable[Membership]) -> Verdict:
    """Who makes a link to be handed over by hand: where a link that is mailed would reach nobody."""
    if mail_leaves():
        return no("E-mail leaves this installation: the link is mailed, and shown to nobody else.")
    return can_let_in(person, other, roles)


def can_be_seen_granting(person: Person) -> Verdict:
    """Whether the access pages are of use to a person."""
    return person.standing.sees(Permission.GRANT_ACCESS)


def roles_offered_to(person: Person) -> list[Role]:
    """The roles that a person may give somewhere, in the order of the permission page."""
    everywhere = person.may(Permission.CHANGE_TERRITORY)
    return [role for role in GRANTS if everywhere or role in GIVEN_BY_A_COLLEGE]


def can_hold_trainings(person: Person, institution: Institution | None = None) -> Verdict:
    """Who holds trainings and publishes terms of use, at an institution or anywhere (C21, C22)."""
    return person.may(Permission.HOLD_TRAININGS, at=institution)


def can_change_session(person: Person, session: TrainingSession) -> Verdict:
    """Who changes a session and notes who attended: whoever holds the trainings there, and its trainer."""
    if session.trainer_id == person.pk and person.standing.is_staff:
        return YES
    return can_hold_trainings(person, session.course.institution)


def can_be_booked(session: TrainingSession, taken: int) -> Verdict:
    """Whether a seat of a session can still be booked."""
    if session.cancelled_at:
        return no("This session was cancelled. Choose another one.")
    if session.starts_at <= clock.now():
        return no("This session has begun already. Choose a later one.")
    if session.seats is not None and taken >= session.seats:
        return no("All seats of this session are taken. Choose another one.")
    return YES


def can_book(person: Person, session: TrainingSession, taken: int) -> Verdict:
    """Who books a seat of a session of which so many are taken: those for whom the course is held."""
    return can_attend(person, session.course) and can_be_booked(session, taken)


def can_answer_offer(person: Person, membership: Membership) -> Verdict:
    """Who accepts or declines a role that was offered: the person to whom it was, as long as it stands."""
    if membership.person_id != person.pk:
        return no("This role was offered to somebody else.")
    if membership.accepted or membership.to_date:
        return no("This offer does not stand any more.")
    return YES


def can_attend(person: Person, course: Course) -> Verdict:
    """Who attends a course: staff of the institution that holds it, and of those below."""
    if any(course.institution_id in post.lineage for post in person.standing.posts) and person.standing.is_staff:
        return YES
    return no("This training is held for another institution's staff.")


def can_accept_terms(person: Person, terms: Terms) -> Verdict:
    """Who accepts terms of use: those whom they bind."""
    if any(terms.institution_id in post.lineage for post in person.standing.posts):
        return YES
    return no("These terms bind another institution's people, not you.")


def can_name_contacts(person: Person, institution: Institution) -> Verdict:
    """Who names and confirms an institution's points of contact: those who give access there (B9, B10)."""
    return person.may(Permission.GRANT_ACCESS, at=institution)


def can_be_named(person: Person, institution: Institution) -> Verdict:
    """Who may be a point of contact: active staff of the institution, or of one above or below it."""
    posts = person.memberships.in_force().select_related("institution")
    near = [p for p in posts if institution.pk in p.institution.lineage or p.institution_id in institution.lineage]
    if person.is_active and any(Permission.SEE_DIRECTORY in GRANTS[Role(post.role)] for post in near):
        return YES
    return no("{person} is not on the staff of {institution}.", person=person, institution=institution)


def can_confirm_contact(person: Person, point: PointOfContact) -> Verdict:
    """Who confirms a point of contact: the person named, and whoever names them."""
    return YES if point.person_id == person.pk else can_name_contacts(person, point.institution)


def lacks_second_factor(person: Person, *, demo: bool, has_factor: bool) -> Verdict:
    """Falsy where the person must set up a second factor first; only demo people in a demo skip it."""
    if has_factor or (demo and person.demo) or not person.standing.needs_second_factor:
        return YES
    return no("Directors and administrators sign in with a second factor. Set it up once, it takes a minute.")
