"""The journal's verbs in words, of programs, pathways, credit and counts."""

from typing import Any

from django.utils.translation import gettext_lazy as _

OF_PATHWAYS: tuple[tuple[Any, dict[str, Any]], ...] = (
    (_("Programs and pathways"), {
        "enter program": _("entered a program of study"),
        "change program": _("changed a program of study"),
        "enter pathway": _("began a pathway"),
        "change pathway": _("changed a pathway"),
        "note evidence for pathway": _("said what shows an element of a pathway"),
        "enter course": _("entered a course"),
        "change course": _("changed a course"),
        "enter articulation": _("entered an articulation agreement"),
        "change articulation": _("changed an articulation agreement"),
        "agree to articulation": _("agreed to an articulation agreement"),
        "enter certification": _("entered a certification"),
        "change certification": _("changed a certification"),
        "add certification to program": _("named a certification that a program leads to"),
        "take certification off program": _("took a certification off a program"),
        "load codes": _("loaded official lists of codes"),
    }),
    (_("Enrollment and credit"), {
        "begin counted term": _("began to count a term"),
        "count term": _("counted a term"),
        "take in counts": _("brought a list of counts"),
        "give back counts": _("took back what a list of counts had brought"),
        "attest counted term": _("attested the counts of a term"),
        "enter rate of credit": _("entered what a credit costs"),
        "change rate of credit": _("changed what a credit costs"),
    }),
)  # fmt: skip
