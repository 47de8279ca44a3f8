from guildhall.lib.verdicts import YES, Verdict, no
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import GIVEN_BY_A_COLLEGE, GRANTS, Permission, Role


def can_change_institutions(person: Person, institution: Institution | None) -> Verdict:
    """Whether a person may enter or change institutions under this one."""
    return person.may(Permission.CHANGE_INSTITUTIONS, at=institution)


def can_change_territory(person: Person) -> Verdict:
    """Whether a person may change the territory's settings."""
    return person.may(Permission.CHANGE_TERRITORY)


def can_be_contact(person: Person) -> Verdict:
    """Who may be the contact for colleges: those who may answer about regional relationships (N1)."""
    if person.is_active and person.may(Permission.USE_CRM):
        return YES
    return no(f"{person} may not answer colleges about regional relationships. Choose a Regional Director.")


def can_grant(person: Person, role: Role, institution: Institution) -> Verdict:
    """Whether a person may give or end this role there: a college's administrator within the own college (B8)."""
    if not (verdict := person.may(Permission.GRANT_ACCESS, at=institution)):
        return verdict
    if role in GIVEN_BY_A_COLLEGE or person.may(Permission.CHANGE_TERRITORY, at=institution):
        return YES
    return no(f"Only a region administrator gives somebody the role {role.label}.")


def can_be_seen_granting(person: Person) -> Verdict:
    """Whether the access pages are of use to a person."""
    return person.may(Permission.GRANT_ACCESS)


def roles_open_to(person: Person, institution: Institution) -> list[Role]:
    """The roles that a person may give at an institution, in the order of the permission page."""
    return [role for role in GRANTS if can_grant(person, role, institution)]


def lacks_second_factor(person: Person, *, demo: bool, has_factor: bool) -> Verdict:
    """Falsy where the person must set up a second factor first; only demo people in a demo skip it."""
    if has_factor or (demo and person.demo) or not person.standing.needs_second_factor:
        return YES
    return no("Directors and administrators sign in with a second factor. Set it up once, it takes a minute.")
