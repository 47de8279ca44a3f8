"""In the menu: initiatives, and what of their plans waits for somebody; at the front door those of an employer."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from guildhall.partnerships.queries.door import to_answer
from guildhall.partnerships.queries.planning import waiting_for
from guildhall.people.permissions import Permission
from guildhall.ui.menus import Block, Group, Item, Tab

ITEMS = (
    Item(
        Group.TOGETHER,
        5,
        "initiatives",
        _("Initiatives"),
        "join",
        needs=Permission.SEE_DIRECTORY,
        count=waiting_for,
        count_words=npgettext_lazy("activities", "waits for you", "wait for you"),
        tabs_of="initiative",
        within=(
            "initiative-add",
            "initiative-mine",
            "stakeholder-lists",
            "category-add",
            "category-change",
            "partner-satisfaction",
            "paper-approvers",
            "approval",
            "approver-note",
        ),
    ),
)

TABS = (
    Tab(
        "initiative",
        10,
        "initiative",
        _("Purpose"),
        (
            "initiative-change",
            "initiative-leads",
            "initiative-sharing",
            "initiative-end",
            "initiative-protocol",
            "protocol-write",
        ),
    ),
    Tab(
        "initiative",
        20,
        "initiative-profiles",
        _("Whom we look for"),
        (
            "profile-add",
            "profile-change",
            "candidate-pick",
            "candidate-add",
            "candidate",
            "candidate-change",
            "candidate-resume",
            "candidate-interview",
            "candidate-decide",
        ),
    ),
    Tab(
        "initiative",
        30,
        "initiative-stakeholders",
        _("Stakeholders"),
        (
            "stakeholder-pick",
            "stakeholder-add",
            "stakeholder",
            "stakeholder-change",
            "stakeholder-answer",
            "stakeholder-replace",
            "stakeholder-updates",
            "outreach-write",
            "initiative-chart",
        ),
    ),
    Tab("initiative", 40, "initiative-coverage", _("Coverage")),
    Tab("initiative", 42, "initiative-roles", _("Who does what")),
    Tab("initiative", 45, "initiative-together", _("Meetings and agreements"), ("initiative-kickoff",)),
    Tab(
        "initiative",
        50,
        "initiative-plan",
        _("Plan"),
        (
            "activity-add",
            "activity-change",
            "activity-report",
            "initiative-responsibilities",
            "initiative-plan-print",
        ),
    ),
    Tab("initiative", 51, "initiative-approvals", _("Approval"), ("paper-put-up",)),
    Tab(
        "initiative",
        52,
        "initiative-policy",
        _("Barriers and models"),
        ("barrier-add", "barrier-change", "barrier-report", "peer-model-add", "peer-model-change"),
    ),
    Tab(
        "initiative",
        55,
        "initiative-updates",
        _("Updates"),
        ("update", "update-add", "update-change", "update-withdraw", "update-print", "update-readers"),
    ),
    Tab(
        "initiative",
        60,
        "initiative-evaluation",
        _("Evaluation"),
        (
            "measure-add",
            "measure-change",
            "measure-read",
            "initiative-ask",
            "evaluation",
            "evaluation-answer",
            "conclusion-done",
        ),
    ),
    Tab("employer door", 45, "portal-initiatives", _("Initiatives"), ("portal-initiative",)),
)

BLOCKS = (Block("employer door", 24, "partnerships/door/block.html", to_answer, asks=True),)
