"""What of a student's record somebody outside reads in a paper: it is released first, and nothing more is shown."""

from django.db.models import Q

from guildhall.context import Keeper, keeping
from guildhall.placements.models import Placement
from guildhall.students.models import Consent, Disclosure, Part, Use
from guildhall.students.models.students import Enrolment
from guildhall.students.rules import can_sign
from guildhall.supervision.models import Paper, Signer


def shown_to_supervisor(placement: Placement, paper: Paper | None = None) -> list[Part]:
    """The parts of the record that a supervisor is shown: whose placement it is, and what the paper's text names.

    The text is signed as it stands, so whatever it names has to be released, or it is not shown at all.
    """
    parts = [Part.NAME, Part.INSTITUTION]
    if paper is None:
        return parts
    text, registration = paper.text.casefold(), placement.registration
    if any(name.casefold() in text for name in _programs(placement)):
        parts.append(Part.PROGRAM)
    if any(words and words.casefold() in text for words in (registration.email, registration.phone)):
        parts.append(Part.CONTACT)
    return parts


def is_released(placement: Placement, paper: Paper) -> bool:
    """Whether what a paper tells beside the name was released to the employer, on a ground that still holds (R5)."""
    with keeping(Keeper.LINK, "what a paper tells of a student, and what of it was released"):
        more = set(shown_to_supervisor(placement, paper)) - {Part.NAME, Part.INSTITUTION}
        to = placement.employer_id
        in_force = Consent.objects.in_force().filter(Q(employer=None) | Q(employer=to), use=Use.PLACE)
        own = in_force.filter(registration=placement.registration_id).select_related("registration__institution")
        consents = [one for one in own if can_sign(one.registration, one.signer, one.signed_on)]
        holds = Q(consent__in=consents) | Q(ground=Disclosure.Ground.DIRECTORY, registration__opted_out_on=None)
        told = Disclosure.objects.filter(holds, registration=placement.registration_id, employer=to)
        return more <= {Part(part) for parts in told.values_list("parts", flat=True) for part in parts}


def _programs(placement: Placement) -> list[str]:
    own = Enrolment.objects.filter(registration=placement.registration_id).exclude(program=None)
    names = [name for name in own.values_list("program__name", flat=True) if name]
    return [placement.program.name, *names] if placement.program else names


def told_of(signer: str, reader: str) -> bool:
    """Whether somebody asked to sign is told that another one signed: that a parent did tells a supervisor the age."""
    return reader != Signer.SUPERVISOR or signer in (Signer.SUPERVISOR, Signer.INSTITUTION)
