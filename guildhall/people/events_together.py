"""The table of events, its last part: what colleagues and partners do together (B12, N7)."""

from django.utils.translation import gettext_lazy as _

from guildhall.people.event_kinds import Event, How

TOGETHER, EVERYBODY = _("Working together"), _("everybody who works with employers")

CHALLENGE_RAISED = Event("challenge raised", TOGETHER, _("A challenge is raised"), EVERYBODY, How.DAILY)
CONTRIBUTION = Event("contribution", TOGETHER, _("Somebody answers your challenge"), _("whoever raised it"))
DECISION = Event("decision", TOGETHER, _("A challenge is decided"), _("who took part"))
NEWS_PUBLISHED = Event(
    "news published", TOGETHER, _("News of the region is for you to pass on"), _("points of contact for news")
)
NEWS_PASSED = Event(
    "news passed on",
    TOGETHER,
    _("News of the region is passed on to you"),
    _("everybody who works with employers at the institution"),
    How.DAILY,
)
INITIATIVE_LED = Event("initiative led", TOGETHER, _("You are named to lead an initiative"), _("the new lead"))
INTRODUCTION_ASKED = Event(
    "introduction asked", TOGETHER, _("Somebody asks you to introduce an employer"), _("whoever knows the employer")
)
ACTIVITY_GIVEN = Event(
    "activity given", TOGETHER, _("A line of an initiative’s plan is yours to see to"), _("whoever sees to it")
)
STAKEHOLDER_ANSWERED = Event(
    "stakeholder answered", TOGETHER, _("A stakeholder accepts or declines their part"), _("who leads the initiative")
)
EVALUATION_OPENED = Event(
    "evaluation opened", TOGETHER, _("You are asked how an initiative goes"), _("who leads it or has a part in it")
)
APPROVAL_ASKED = Event(
    "approval asked", TOGETHER, _("You are asked to approve a paper of an initiative"), _("who approves such papers")
)
APPROVAL_GIVEN = Event(
    "approval given", TOGETHER, _("Somebody answers whether they approve a paper that you put up"), _("who put it up")
)
UPDATE_PUBLISHED = Event(
    "update published",
    TOGETHER,
    _("An initiative that you follow, or have a part in, tells how it is going"),
    _("who follows it or has a part in it, as often as they chose there"),
)
MEETING_INVITED = Event("meeting invited", TOGETHER, _("You are asked to a meeting"), _("who is asked"))
MEETING_CHANGED = Event("meeting changed", TOGETHER, _("A meeting moves or is canceled"), _("who was asked"))
MEETING_ANSWERED = Event(
    "meeting answered", TOGETHER, _("Somebody answers whether they come"), _("the organizers"), How.DAILY
)
MEETING_TASK = Event("meeting task", TOGETHER, _("A task from a meeting is yours"), _("whoever does it"))
BOARD_SEAT = Event("board seat", TOGETHER, _("You are asked to sit on an advisory board"), _("who is asked"))
BOARD_ANSWERED = Event(
    "board answered", TOGETHER, _("Somebody takes or declines a seat on a board"), _("the secretary"), How.DAILY
)
BOARD_TERM_ENDS = Event(
    "board term ends", TOGETHER, _("The term of a member of a board ends soon"), _("the secretary"), How.DAILY
)
ADVICE_GIVEN = Event("advice given", TOGETHER, _("A board recommends something to you"), _("whoever decides"))
ADVICE_DUE = Event("advice due", TOGETHER, _("A board’s advice waits for your decision"), _("whoever decides"))
ADVICE_DECIDED = Event(
    "advice decided", TOGETHER, _("Something has become of a board’s advice"), _("the secretary"), How.DAILY
)
HANDED_OVER = Event("handed over", TOGETHER, _("A colleague’s work is handed over to you"), _("the successor"))

_WROTE = _("who wrote it, approved it or sends it")
MAILING_WAITS = Event("mailing waits", TOGETHER, _("A bulk e-mail waits for your approval"), _("who approves there"))
MAILING_DECIDED = Event("mailing decided", TOGETHER, _("A bulk e-mail of yours is approved or returned"), _WROTE)
MAILING_STOPPED = Event("mailing stopped", TOGETHER, _("A bulk e-mail was stopped before it left"), _WROTE)
MERGE_OFFERED = Event(
    "mailing merge", TOGETHER, _("Somebody offers to join a bulk e-mail with yours, or answers"), _WROTE
)
TABLE_TOGETHER = (
    CHALLENGE_RAISED,
    CONTRIBUTION,
    DECISION,
    NEWS_PUBLISHED,
    NEWS_PASSED,
    INITIATIVE_LED,
    INTRODUCTION_ASKED,
    ACTIVITY_GIVEN,
    APPROVAL_ASKED,
    APPROVAL_GIVEN,
    STAKEHOLDER_ANSWERED,
    EVALUATION_OPENED,
    UPDATE_PUBLISHED,
    MEETING_INVITED,
    MEETING_CHANGED,
    MEETING_ANSWERED,
    MEETING_TASK,
    BOARD_SEAT,
    BOARD_ANSWERED,
    BOARD_TERM_ENDS,
    ADVICE_GIVEN,
    ADVICE_DUE,
    ADVICE_DECIDED,
    MAILING_WAITS,
    MAILING_DECIDED,
    MAILING_STOPPED,
    MERGE_OFFERED,
    HANDED_OVER,
)
