"""A list of past engagements: what happened with which employer, when, with whom (C5)."""

from datetime import date

from guildhall.employers.actions.entering import NewContact, NewEmployer, NewSite
from guildhall.engagements.actions.past import PastEngagement
from guildhall.engagements.models.engagements import kinds
from guildhall.imports.checking import Problem
from guildhall.imports.columns import ENGAGEMENT_FIELDS
from guildhall.imports.kinds import LONGEST, Addition, Values
from guildhall.lib import clock
from guildhall.lib.sentences import phrase, said

NO_NUMBERS = phrase("The record keeps no numbers of engagements.")
USUAL = "meeting"  # where a list does not say what happened
# What people call the kinds that every region begins with.
CALLED = {
    "call": "phone call|telephone|phone|telephone call|called|spoke by phone|voicemail|llamada",
    "email": "email|mail|e mail|emailed|message|correo|correo electronico",
    "visit": "site visit|visited|on site|in person|in person visit|on site visit|drop in|visita",
    "meeting": "meet|met|zoom|teams|video call|virtual meeting|virtual|online meeting|lunch|reunion|conversation",
    "event": "fair|career fair|job fair|workshop|presentation|panel|conference|mixer|evento",
    "tour": "tour|facility tour|plant tour|campus tour|recorrido",
    "advisory": "advisory board|advisory committee|advisory board meeting|board meeting",
}
_SLUGS = {words: slug for slug, phrases in CALLED.items() for words in phrases.split("|")}


def slug_of(what: str) -> str | None:
    """The kind of engagement that somebody means, or None."""
    if not what:
        return USUAL
    words = " ".join(what.casefold().replace("-", " ").split())
    in_use = {slug: kind for slug, kind in kinds().items() if not kind.retired_at}
    by_label = {str(kind.label).casefold().replace("-", " "): slug for slug, kind in in_use.items()}
    slug = by_label.get(words) or (words if words in in_use else _SLUGS.get(words))
    return slug if slug in in_use else None


class EngagementsKind:
    """Each row is something that happened with an employer."""

    fields = ENGAGEMENT_FIELDS
    named = "employer_name"
    grouped = True

    def title(self, values: Values) -> str:
        """What happened, and with whom."""
        parts = (values.get("summary") or values.get("what", ""), values.get("employer_name", ""))
        return ", ".join(part for part in parts if part)

    def people(self, values: Values) -> list[NewContact]:
        """No contact comes by such a list: whom it names is looked for among those who are known."""
        return []

    def problems(self, values: Values) -> list[Problem]:
        """A day ahead, and a kind that is none."""
        results = []
        day = values.get("happened_on", "")
        if day and day > clock.today().isoformat():
            results.append(Problem("happened_on", day, said("This day is ahead. An engagement has happened already.")))
        what = values.get("what", "")
        if what and slug_of(what) is None:
            names = ", ".join(str(kind.label) for kind in kinds().values() if not kind.retired_at)
            results.append(
                Problem("what", what, said("No kind of engagement is called so. Kinds: {names}.", names=names))
            )
        return results

    def addition(self, values: Values) -> Addition:
        """The employer, and what happened."""
        get = values.get
        site = NewSite("", get("employer_city", ""), get("employer_state", ""), get("employer_zip", ""))
        employer = NewEmployer(
            name=get("employer_name", ""),
            site=site if any((site.city, site.state, site.zip)) else None,
            domain=get("employer_website", "").removeprefix("www."),
        )
        left = [("source_id", number, NO_NUMBERS)] if (number := get("source_id")) else []
        return Addition(employer, left=left, happened=_happened(values))


def _happened(values: Values) -> PastEngagement:
    get = values.get
    slug = slug_of(get("what", "")) or USUAL
    summary, body = get("summary", ""), get("body", "")
    if not summary:
        summary, _break, rest = body.partition("\n")
        if len(summary) <= LONGEST["summary"]:
            body = rest.strip()
        else:
            summary = f"{summary[: LONGEST['summary'] - 1]}…"
    themes = tuple(theme for part in get("themes", "").split(";") if (theme := part.strip()))
    return PastEngagement(
        happened_on=date.fromisoformat(values["happened_on"]),
        kind=slug,
        summary=summary or str(kinds()[slug].label),
        body=body,
        outcome=get("outcome", ""),
        themes=themes,
        with_whom=get("with_whom", ""),
        who=get("who", ""),
    )
