"""What people are told about employers of theirs, and about the contacts whom they protect (C9, N6)."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from guildhall.employers.models import Contact, Contest, Designation, Employer, EmployerLogin, KeyAccount
from guildhall.employers.queries.key_accounts import in_touch_lately
from guildhall.employers.queries.sight import sees
from guildhall.employers.telling import tell_who_sees
from guildhall.lib import clock
from guildhall.lib.scopes import joint
from guildhall.people import events
from guildhall.people.events import Event
from guildhall.people.models import Person
from guildhall.people.queries import contact_for_colleges


def tell_operators(contact: Contact, *, by: Person | EmployerLogin) -> None:
    """Tell the operators of key accounts that somebody else noted the last day of a contact whom they protect."""
    accounts = KeyAccount.objects.standing().filter(protections__contact=contact).select_related("operator")
    people = {account.operator for account in accounts} - {by}
    given = {"key": f"departure:{contact.pk}:{contact.to_date}", "scope": contact.employer.scope}
    path, words = reverse("employer-contacts", args=[contact.employer_id]), {"by": by, "contact": contact}
    tell_who_sees(events.CONTACT_LEFT, people, "employers/email/departure.txt", words, path=path, **given)


def tell_of_returned_mail(contact: Contact, at: datetime) -> None:
    """Tell who keeps a contact that e-mail to the address came back: the employer's owner, and who wrote it down."""
    people = {person for person in (contact.employer.owner, contact.email_by) if person}
    given = {"key": f"mail returned:{contact.pk}:{clock.day_of(at)}", "scope": contact.employer.scope}
    path, words = reverse("employer-contacts", args=[contact.employer_id]), {"contact": contact}
    tell_who_sees(events.MAIL_RETURNED, people, "employers/email/returned.txt", words, path=path, **given)


def tell_of_owner(employer: Employer, former: Person | None, *, by: Person | None) -> None:
    """Tell the new owner of a shared employer, and the former one, that it changes hands."""
    if employer.posted_at is None or former == employer.owner:
        return
    people = {person for person in (employer.owner, former) if person} - {by}
    given = {"key": f"owner:{employer.pk}:{employer.version}:{employer.owner_id}", "scope": employer.scope}
    path, words = reverse("employer", args=[employer.pk]), {"employer": employer, "by": by}
    tell_who_sees(events.OWNER_CHANGED, people, "employers/email/owner.txt", words, path=path, **given)


def tell_of_owners(handed: Sequence[tuple[Employer, Person | None, Person | None]], *, key: str, by: Person) -> None:
    """Tell each new and former owner once of all the employers that changed hands in one go."""
    people = {person for _employer, *both in handed for person in both if person} - {by}
    path = f"{reverse('employers')}?owner=me"
    for person in people:
        seen = [one for one in handed if person in one[1:] and sees(person, one[0].scope)]
        gained = [employer for employer, former, owner in seen if owner == person and former != person]
        lost = [employer for employer, former, owner in seen if former == person and owner != person]
        if not (gained or lost):
            continue
        words = {"gained": gained, "lost": lost, "by": by}
        scope = joint(employer.scope for employer in (*gained, *lost))
        told = {"path": path, "key": key, "scope": scope}
        tell_who_sees(events.OWNER_CHANGED, [person], "employers/email/owners.txt", words, **told)


def tell_of_ending(row: Designation) -> None:
    """Tell whoever made an exception to who sees an employer, and the employer's owner, that it ends (B4)."""
    employer = row.employer
    people = [person for person in (row.by, employer.owner) if person]
    given = {"key": f"exception:{row.pk}:{row.until}", "scope": employer.scope}
    path, words = reverse("employer-about", args=[employer.pk]), {"employer": employer, "row": row}
    tell_who_sees(events.EXCEPTION_ENDING, people, "employers/email/exception.txt", words, path=path, **given)


def _concerned(employer: Employer, *but: Person | None) -> list[Person]:
    """The region's contact, and who was in touch with an employer lately."""
    region = contact_for_colleges()
    people = [*([region] if region else []), *in_touch_lately(employer)]
    return [person for person in people if person not in but]


def tell_of_account(account: KeyAccount, *, by: Person, widened: bool = False) -> None:
    """Tell the region, and who was in touch with the employer, that its contacts are asked for first now; or, where a
    key account is `widened`, that more of them are (C9).
    """
    employer, people = account.employer, _concerned(account.employer, by, account.operator, account.deputy)
    key = f"key account:{account.pk}" + (f":{account.version}" if widened else "")
    given = {"key": key, "scope": employer.scope}
    path, words = reverse("employer-accounts", args=[employer.pk]), {"account": account, "by": by, "widened": widened}
    tell_who_sees(events.KEY_ACCOUNT_OPENED, people, "employers/email/account.txt", words, path=path, **given)


def tell_of_doors(employer: Employer, *, by: Person) -> None:
    """Tell the same people that an employer has several touch points now, or one door again (C13)."""
    given = {"key": f"doors:{employer.pk}:{employer.version}", "scope": employer.scope}
    path, words = reverse("employer-accounts", args=[employer.pk]), {"employer": employer, "by": by}
    tell_who_sees(events.TOUCH_POINTS, _concerned(employer, by), "employers/email/doors.txt", words, path=path, **given)


def tell_of_contest(row: Contest) -> None:
    """Tell the operator and the region's contact that a key account is contested, and why."""
    region = contact_for_colleges()
    people = [person for person in (row.account.operator, row.account.deputy, region) if person and person != row.by]
    _about_contest(events.ACCOUNT_CONTESTED, people, "contested", row, f"contest:{row.pk}")


def tell_of_settling(row: Contest, *, by: Person) -> None:
    """Tell both sides how it was settled."""
    people = [person for person in (row.by, row.account.operator, row.account.deputy) if person and person != by]
    _about_contest(events.CONTEST_SETTLED, people, "settled", row, f"contest:{row.pk}:settled")


def _about_contest(event: Event, people: list[Person], template: str, row: Contest, key: str) -> None:
    path, words = reverse("employer-accounts", args=[row.account.employer_id]), {"contest": row}
    tell_who_sees(event, people, f"employers/email/{template}.txt", words, path=path, key=key, scope=row.scope)
