"""What of a student's record somebody outside reads in a paper: it is released first, and nothing more is shown."""

import re
from collections.abc import Callable, Iterable
from datetime import date

from django.db.models import Q

from guildhall.context import Keeper, keeping
from guildhall.placements.models import Placement
from guildhall.students.models import Consent, Disclosure, Guardian, Part, Use
from guildhall.students.models.students import Enrolment
from guildhall.students.rules import can_sign
from guildhall.supervision.models import Paper, PaperType, Signer, Told
from guildhall.ui.dates import in_words

BIRTHDAYS: tuple[Callable[[date], str], ...] = (
    date.isoformat,
    in_words,
    lambda day: in_words(day, "long"),
    lambda day: f"{day.day} {in_words(day, 'month')}",
    lambda day: f"{day.month}/{day.day}/{day.year}",
    lambda day: f"{day.month:02}/{day.day:02}/{day.year}",
)


def told_by(text: str, kind: PaperType, placement: Placement) -> list[str]:
    """What a text tells of a student by what is known now: it is kept with the paper, which never changes (ADR 53).

    A paper that is asked for at one age alone tells the age, whatever its words.
    """
    registration = placement.registration
    words: dict[Told, Iterable[str]] = {
        Told.PROGRAM: _programs(placement),
        Told.CONTACT: (registration.email, registration.phone),
        Told.BORN_ON: [write(registration.born_on) for write in BIRTHDAYS] if registration.born_on else (),
        Told.GUARDIAN: _guardians(placement),
    }
    told = {one for one, names in words.items() if any(_named(name, text) for name in names)}
    if kind.ages != PaperType.Ages.ANY:
        told.add(Told.OF_AGE)
    return [one.value for one in Told if one in told]


def tells(paper: Paper) -> list[str]:
    """What a paper tells beside whose it is; of one that was made before this was kept, by what is known today.

    Of those the words alone count, as they did: that a paper is for one age was no part of it when it was asked for.
    """
    if paper.tells is not None:
        return paper.tells
    return [one for one in told_by(paper.text, paper.type, paper.placement) if one != Told.OF_AGE]


def shown_to_supervisor(paper: Paper | None = None) -> list[str]:
    """What a supervisor is shown: whose placement it is, and what the paper tells.

    The text is signed as it stands, so whatever it tells has to be released, or it is not shown at all.
    """
    return [Part.NAME.value, Part.INSTITUTION.value, *(tells(paper) if paper else ())]


def never_told(paper: Paper | None) -> list[Told]:
    """What a paper tells that no consent lets an employer read."""
    parts = set(Part.values)
    return [Told(one) for one in (tells(paper) if paper else ()) if one not in parts]


def is_released(placement: Placement, paper: Paper) -> bool:
    """Whether what a paper tells beside the name was released to the employer, on a ground that still holds (R5)."""
    with keeping(Keeper.LINK, "what a paper tells of a student, and what of it was released"):
        to = placement.employer_id
        in_force = Consent.objects.in_force().filter(Q(employer=None) | Q(employer=to), use=Use.PLACE)
        own = in_force.filter(registration=placement.registration_id).select_related("registration__institution")
        consents = [one for one in own if can_sign(one.registration, one.signer, one.signed_on)]
        holds = Q(consent__in=consents) | Q(ground=Disclosure.Ground.DIRECTORY, registration__opted_out_on=None)
        told = Disclosure.objects.filter(holds, registration=placement.registration_id, employer=to)
        return set(tells(paper)) <= {part for parts in told.values_list("parts", flat=True) for part in parts}


def _named(words: str, text: str) -> bool:
    """Whether a text has some words, as whole words: a program called Art is not named by a start."""
    return bool(words) and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE) is not None


def _programs(placement: Placement) -> list[str]:
    own = Enrolment.objects.filter(registration=placement.registration_id).exclude(program=None)
    names = [name for name in own.values_list("program__name", flat=True) if name]
    return [placement.program.name, *names] if placement.program else names


def _guardians(placement: Placement) -> list[str]:
    """Names and addresses by which a parent or guardian is known. Not "Mother", which names nobody, nor a name that the
    paper has anyway: that of the student, or of a parent at whose place the student works.
    """
    anyway = {one.name.casefold() for one in (placement.registration, placement.supervisor) if one is not None}
    rows = list(Guardian.objects.filter(registration=placement.registration_id).values_list("name", "email", "phone"))
    names = [name for name, *_rest in rows if " " in name.strip() and name.casefold() not in anyway]
    return names + [words for _name, *addresses in rows for words in addresses]


def told_of(signer: str, reader: str) -> bool:
    """Whether somebody asked to sign is told that another one signed: that a parent did tells a supervisor the age."""
    return reader != Signer.SUPERVISOR or signer in (Signer.SUPERVISOR, Signer.INSTITUTION)
