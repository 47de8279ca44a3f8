"""What a list can tell about an employer or a contact."""

from __future__ import annotations

from dataclasses import dataclass

from guildhall.lib.marking import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Field:
    """Something a list can tell about an employer or a contact."""

    key: str
    label: str
    required: bool = False
    hint: str = ""


EMPLOYER_FIELDS: tuple[Field, ...] = (
    Field("name", _("Name"), True, _("The name people know the employer by.")),
    Field("legal_name", _("Legal name"), hint=_("The registered name, if it differs.")),
    Field("trading_name", _("Trading name"), hint=_("Doing business as (DBA).")),
    Field("street", _("Street address")),
    Field("street2", _("Suite or unit")),
    Field("city", _("City")),
    Field("state", _("State"), hint=_("CA or California.")),
    Field("zip", _("ZIP code"), hint=_("Five digits, or nine with a hyphen.")),
    Field("phone", _("Phone")),
    Field("website", _("Website")),
    Field("email", _("E-mail"), hint=_("A general address, not the one of a person.")),
    Field("ein", _("EIN"), hint=_("The federal tax number, nine digits.")),
    Field("license", _("License number")),
    Field("naics", _("NAICS code"), hint=_("Two to six digits.")),
    Field("size", _("Number of employees"), hint=_("A number or a range such as 100-249.")),
    Field("industry", _("Industry")),
    Field("tags", _("Tags"), hint=_("Separate them with semicolons or commas.")),
    Field("notes", _("Notes")),
    Field("contact_name", _("Contact person")),
    Field("contact_first_name", _("First name of the contact")),
    Field("contact_last_name", _("Last name of the contact")),
    Field("contact_title", _("Title of the contact")),
    Field("contact_email", _("E-mail of the contact")),
    Field("contact_phone", _("Phone of the contact")),
    Field("do_not_contact", _("Asked not to be contacted")),
    Field("until", _("Left on"), hint=_("The last day of somebody who is not there any more.")),
    Field("source_id", _("Number in the source"), hint=_("What the sender calls this record.")),
)
CONTACT_FIELDS: tuple[Field, ...] = (
    Field("employer_name", _("Employer"), True, _("The employer this person works for.")),
    Field("first_name", _("First name")),
    Field("last_name", _("Last name")),
    Field("full_name", _("Full name"), hint=_("If first and last name are not apart.")),
    Field("title", _("Job title")),
    Field("email", _("E-mail")),
    Field("phone", _("Phone")),
    Field("employer_street", _("Street address of the employer")),
    Field("employer_city", _("City of the employer")),
    Field("employer_state", _("State of the employer")),
    Field("employer_zip", _("ZIP code of the employer")),
    Field("employer_website", _("Website of the employer")),
    Field("employer_ein", _("EIN of the employer")),
    Field("notes", _("Notes")),
    Field("do_not_contact", _("Asked not to be contacted")),
    Field("until", _("Left on"), hint=_("The last day of somebody who is not there any more.")),
    Field("source_id", _("Number in the source"), hint=_("What the sender calls this record.")),
)
ENGAGEMENT_FIELDS: tuple[Field, ...] = (
    Field("employer_name", _("Employer"), True, _("With which employer it was.")),
    Field("happened_on", _("Date"), True, _("When it was, such as 2026-02-28 or 2/28/2026.")),
    Field("what", _("What happened"), hint=_("A kind such as Visit or Call; a meeting where nothing is said.")),
    Field("with_whom", _("With whom"), hint=_("A person of the employer.")),
    Field("summary", _("In one line")),
    Field("body", _("What was said or promised")),
    Field("outcome", _("What came of it")),
    Field("themes", _("Themes"), hint=_("Separate them with semicolons or commas.")),
    Field("who", _("Who of us"), hint=_("The name or the address of a colleague; you, where nothing is said.")),
    Field("employer_city", _("City of the employer")),
    Field("employer_state", _("State of the employer")),
    Field("employer_zip", _("ZIP code of the employer")),
    Field("employer_website", _("Website of the employer")),
    Field("source_id", _("Number in the source"), hint=_("What the sender calls this record.")),
)

# Fields that several columns may hold: what stands in them is joined by this.
JOINED: dict[str, str] = {
    "notes": "\n", "body": "\n", "tags": "; ", "themes": "; ", "street": ", ", "employer_street": ", ", "street2": ", ",
}  # fmt: skip
