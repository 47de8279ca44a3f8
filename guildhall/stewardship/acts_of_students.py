"""The journal's verbs in words, of what is about students: their records, placements, papers and hours."""

from typing import Any

from django.utils.translation import gettext_lazy as _

OF_STUDENTS: tuple[tuple[Any, dict[str, Any]], ...] = (
    (_("Students"), {
        "register student": _("entered a student"),
        "change student": _("changed what is known of a student"),
        "opt out": _("wrote down that a student opted out of directory information"),
        "opt in": _("wrote down that a student does not opt out any more"),
        "sign consent": _("wrote a signed consent down"),
        "revoke consent": _("wrote down that a consent was revoked"),
        "ask for consent": _("asked for a consent by a link"),
        "decline consent": _("declined a consent"),
        "withdraw request": _("took a question for a consent back"),
        "add guardian": _("entered a parent or guardian"),
        "change guardian": _("changed what is known of a parent or guardian"),
        "remove guardian": _("took a parent or guardian out"),
        "release": _("released parts of a student's record"),
        "take case": _("took a student into a caseload"),
        "change case": _("changed the next step for a student"),
        "close case": _("closed a case"),
        "take in students": _("brought a list of students"),
        "give back students": _("took a list of students back"),
        "take in experiences": _("brought a list of participations"),
        "give back experiences": _("took a list of participations back"),
    }),
    (_("Papers, hours and evaluations"), {
        "enter paper type": _("entered a paper that is asked for"),
        "change paper type": _("changed a paper that is asked for"), "end paper type": _("asks for a paper no more"),
        "keep training plan": _("wrote a training plan"), "make paper": _("made a paper for a placement"),
        "withdraw paper": _("took a paper back"), "sign paper": _("signed a paper, or kept its scan"),
        "send link": _("mailed a link of a placement"), "revoke link": _("took a mailed link back"),
        "log hours": _("logged hours"), "take back hours": _("took hours back"), "approve hours": _("approved hours"),
        "return hours": _("returned hours for another look"), "note site visit": _("noted a site visit"),
        "evaluate placement": _("evaluated a placement, or reflected on it"),
        "ask both sides": _("asked both sides how working together goes"),
        "answer assessment": _("said how working together goes"),
    }),
)  # fmt: skip
