from guildhall.community.models import ANNOUNCES, Challenge, Contribution, Delivery, ProcessMap, SuperUser
from guildhall.lib.verdicts import YES, Verdict, no
from guildhall.people.models import Institution, Person, PointOfContact
from guildhall.people.permissions import Permission
from guildhall.protocols.models import Protocol


def can_take_part(person: Person) -> Verdict:
    """Who raises challenges, discusses, and says what should become better: all of the staff (B21)."""
    return person.may(Permission.SEE_DIRECTORY)


def can_contribute(person: Person, challenge: Challenge) -> Verdict:
    """Whether somebody may still say something about a challenge."""
    if challenge.state == Challenge.State.CLOSED:
        return no("This challenge is closed.")
    return can_take_part(person)


def can_change_challenge(person: Person, challenge: Challenge) -> Verdict:
    """Who changes or closes a challenge: whoever raised it, and those who write decisions down."""
    if person.pk == challenge.by_id or can_decide(person):
        return can_take_part(person)
    return no("Whoever raised a challenge changes it.")


def can_change_contribution(person: Person, row: Contribution) -> Verdict:
    """Who changes or removes what was said: its author."""
    return YES if person.pk == row.by_id else no("Only its author changes this.")


def can_decide(person: Person) -> Verdict:
    """Who writes a decision down, and what came of it: those who agree protocols."""
    return person.may(Permission.AGREE_PROTOCOLS)


def can_write_map(person: Person, institution: Institution) -> Verdict:
    """Who writes the process maps of an institution: those who agree its protocols (B18, B19)."""
    return person.may(Permission.AGREE_PROTOCOLS, at=institution)


def can_adopt(person: Person, institution: Institution, protocol: Protocol) -> Verdict:
    """Who says for an institution that it agrees to a protocol and how far it is: those who agree its own (H1)."""
    if protocol.published_at is None:
        return no("This is a draft: nobody has agreed on it yet.")
    if protocol.institution_id not in institution.lineage:
        return no("This protocol binds another institution.")
    return person.may(Permission.AGREE_PROTOCOLS, at=institution)


def can_refine(person: Person, row: ProcessMap, institution: Institution) -> Verdict:
    """Who says how a step is done at an institution below the map's own (B22)."""
    if row.published_at is None:
        return no("This map is a draft still.")
    if row.institution_id == institution.pk or row.institution_id not in institution.lineage:
        return no("An institution refines the maps of those above it.")
    return can_write_map(person, institution)


def may_announce(person: Person) -> Verdict:
    """Whether there is any region for which somebody publishes news."""
    places = Institution.objects.where(person, Permission.AGREE_PROTOCOLS).filter(kind__in=ANNOUNCES)
    if places.exists():
        return person.may(Permission.AGREE_PROTOCOLS)
    return no("Those who agree the region's protocols publish its news.")


def can_announce(person: Person, institution: Institution) -> Verdict:
    """Who publishes news of a region for the institutions below it: those who agree its protocols (C27)."""
    if institution.kind not in ANNOUNCES:
        return no("A region, or what stands above it, publishes news for its institutions.")
    return person.may(Permission.AGREE_PROTOCOLS, at=institution)


def can_pass_on(person: Person, row: Delivery) -> Verdict:
    """Who passes news on at an institution: its point of contact for news, or the deputy of one who is away (C27)."""
    points = PointOfContact.objects.asking(person)
    if points.filter(kind=PointOfContact.Kind.NEWS, institution=row.institution_id).exists():
        return can_take_part(person)
    return no("The point of contact for news at {place} passes this on.", place=row.institution)


def can_name_super_user(person: Person, institution: Institution) -> Verdict:
    """Who names the super user of an institution: whoever gives access there (C26)."""
    return person.may(Permission.GRANT_ACCESS, at=institution)


def can_vote(person: Person) -> Verdict:
    """Who votes for improvements: super users, one vote for each institution that they speak for (C26)."""
    if SuperUser.objects.filter(person=person).exists():
        return can_take_part(person)
    return no("Super users vote. Tell yours what matters to you.")


def can_rank(person: Person) -> Verdict:
    """Who says when an improvement comes and how far it is: super users, and administrators of the region."""
    return YES if person.may(Permission.CHANGE_TERRITORY) else can_vote(person)
