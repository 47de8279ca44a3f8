"""The table of events: what happens, who hears of it, and how, unless somebody chooses otherwise (B12, N7)."""

from django.utils.translation import gettext_lazy as _

from guildhall.people.event_kinds import Event, How
from guildhall.people.events_together import *  # noqa: F403  its last part is named as the others are
from guildhall.people.events_together import TABLE_TOGETHER

PROMISES, EMPLOYERS, OFFERS, CALENDAR, STUDENTS, PLACED, RULES = (
    _("Follow-ups and asks"),
    _("Employers"),
    _("Opportunities"),
    _("Events"),
    _("Students"),
    _("Placements"),
    _("Rules and trainings"),
)
_OWNER, _ASKER = _("whoever promised it"), _("whoever asked for it")
_CO_SIGNERS, _POINTS = _("whoever asks with you"), _("points of contact for directors, where the employer is seen")
_STAFF, _DEVELOPING = _("everybody who works with employers"), _("whoever develops the employer")

FOLLOW_UP_DUE = Event("follow-up due", PROMISES, _("A follow-up is due or late"), _OWNER, How.DAILY, waits=True)
TO_CONFIRM = Event("to confirm", PROMISES, _("A follow-up is for you to confirm"), _ASKER, How.DAILY, waits=True)
FOLLOW_UP_GIVEN = Event("follow-up given", PROMISES, _("A follow-up is given to you"), _("whoever gets it"))
FOLLOW_UP_REDATED = Event("follow-up redated", PROMISES, _("A follow-up gets another day"), _("the other side"))
FOLLOW_UP_REPORTED = Event("follow-up reported", PROMISES, _("A follow-up is reported as done"), _ASKER)
FOLLOW_UP_RETURNED = Event("follow-up returned", PROMISES, _("A follow-up comes back as not done"), _OWNER)
FOLLOW_UP_CANCELLED = Event("follow-up cancelled", PROMISES, _("A follow-up is canceled"), _ASKER)
ASK_JOINED = Event("ask joined", PROMISES, _("Another institution joins an ask"), _("whoever planned it"))
ASK_WITHDRAWN = Event("ask withdrawn", PROMISES, _("An ask is withdrawn"), _CO_SIGNERS)
ASK_CARRIED_OUT = Event("ask carried out", PROMISES, _("An ask was put to the employer"), _CO_SIGNERS)
CONTACT_ASKED = Event(
    "contact asked", PROMISES, _("Somebody asks before contacting"), _("whoever protects the contact")
)
CONTACTED_ANYWAY = Event(
    "contacted anyway",
    PROMISES,
    _("A protected contact is contacted without asking"),
    _("whoever protects the contact"),
)
CONTACT_ANSWERED = Event("contact answered", PROMISES, _("A request to contact is answered"), _ASKER)
GUEST_ANSWERED = Event("guest answered", PROMISES, _("A guest answers"), _("whoever brought them in"))

_CALLED = _("whoever answers it")
ENQUIRY_PUT = Event("enquiry put", PROMISES, _("An employer called or wrote, and you answer"), _CALLED)
ENQUIRY_LATE = Event("enquiry late", PROMISES, _("An employer waits too long for your answer"), _CALLED)
ENQUIRY_RAISED = Event(
    "enquiry raised", PROMISES, _("An employer still waits after a reminder"), _("the region’s contact for colleges")
)
ENQUIRY_ANSWERED = Event(
    "enquiry answered",
    PROMISES,
    _("An employer is answered"),
    _("whoever took the call, and who answers the same employer"),
)

PROMOTED = Event("promoted", EMPLOYERS, _("An employer is shared with the colleges"), _POINTS)
PARKED = Event("parked", EMPLOYERS, _("An employer is not shared any more, or its promotion is undone"), _POINTS)
OWNER_CHANGED = Event(
    "owner changed", EMPLOYERS, _("An employer gets another owner"), _("the new owner and the former")
)
EMPLOYER_QUIET = Event(
    "employer quiet",
    EMPLOYERS,
    _("An employer was not in contact for 180 days"),
    _("its owner"),
    How.WEEKLY,
    waits=True,
)
TEMPERATURE_LOW = Event(
    "temperature low", EMPLOYERS, _("A contact says that it goes badly: 1 of 5"), _("its owner, and whoever asked")
)
MAIL_RETURNED = Event(
    "mail returned",
    EMPLOYERS,
    _("E-mail to a contact comes back"),
    _("the employer’s owner, and who wrote the address down"),
)
CONTACT_LEFT = Event("contact left", EMPLOYERS, _("A protected contact leaves"), _("operators of the key account"))
_LATELY = _("the region’s contact, and who was in contact lately")
KEY_ACCOUNT_OPENED = Event("key account opened", EMPLOYERS, _("An employer becomes a key account"), _LATELY)
TOUCH_POINTS = Event("touch points", EMPLOYERS, _("An employer gets several touch points, or one door again"), _LATELY)
ACCOUNT_CONTESTED = Event(
    "account contested", EMPLOYERS, _("A key account is contested"), _("its operator, and the region’s contact")
)
CONTEST_SETTLED = Event("contest settled", EMPLOYERS, _("A contested key account is settled"), _("both sides"))
EMPLOYER_REGISTERED = Event(
    "employer registered", EMPLOYERS, _("Somebody asks to sign in for an employer"), _("whoever lets them in")
)
EMPLOYER_CORRECTS = Event(
    "employer corrects",
    EMPLOYERS,
    _("An employer says that something about it is wrong"),
    _("the point of contact that it tells, and its owner"),
)
NEXT_STEP_DUE = Event(
    "next step due", EMPLOYERS, _("A next step in the CRM is due"), _("its owner"), How.DAILY, waits=True
)
READINESS = Event("ready", EMPLOYERS, _("An employer confirms that it is ready, or says no"), _DEVELOPING)
JOIN_ASKED = Event("join asked", EMPLOYERS, _("A college asks to join a lead"), _DEVELOPING)
JOIN_ANSWERED = Event("join answered", EMPLOYERS, _("A request to join a lead is answered"), _ASKER)
JOIN_LATE = Event(
    "join late", EMPLOYERS, _("A college waits longer than promised for its answer"), _("whoever is to answer")
)
VETTING_DUE = Event(
    "vetting due", EMPLOYERS, _("An employer is to be vetted again"), _("its owner, and whoever vetted it"), How.DAILY
)
EXCEPTION_CHANGED = Event(
    "exception changed", EMPLOYERS, _("An exception to who sees an employer is changed or lifted"), _POINTS
)
EXCEPTION_ENDING = Event(
    "exception ending", EMPLOYERS, _("An exception to who sees an employer ends"), _("whoever made it"), How.DAILY
)

OPPORTUNITY_WAITS = Event(
    "opportunity waits", OFFERS, _("An opportunity waits for approval"), _("whoever approves there"), How.DAILY
)
OPPORTUNITY_DECIDED = Event(
    "opportunity decided", OFFERS, _("An opportunity is posted or refused"), _("whoever entered it")
)
OPPORTUNITY_FITS = Event(
    "opportunity fits", OFFERS, _("A new opportunity fits a search you keep"), _("whoever asked for it"), How.DAILY
)
OPPORTUNITY_STANDS = Event(
    "opportunity stands",
    OFFERS,
    _("An employer says whether an opportunity still stands, nobody answers, or its last day passes"),
    _("whoever entered it, else who looks after it"),
    How.DAILY,
)
OFFER_OPENED = Event("offer opened", OFFERS, _("An exception opens or closes an opportunity to you"), _POINTS)
_ENDS, _MAKER = _("An exception to who sees an opportunity ends"), _("whoever made the exception, or entered it")
OFFER_EXCEPTION_ENDING = Event("offer exception ending", OFFERS, _ENDS, _MAKER, How.DAILY)

_PLANNERS = _("whoever works with employers at the institution that is asked")
EVENT_CHANGED = Event(
    "event changed",
    CALENDAR,
    _("An event that you have a part in is moved or canceled"),
    _("who planned it or takes part"),
)
EVENT_HOSTED = Event(
    "event hosted",
    CALENDAR,
    _("An event that your institution hosts with another is published"),
    _("its staff"),
    How.DAILY,
)
CLASH_KEPT = Event("clash kept", CALENDAR, _("Another event is kept at the time of yours"), _("whoever planned yours"))
OPENING_ASKED = Event(
    "opening asked", CALENDAR, _("Your students may come to another institution’s event"), _PLANNERS, How.DAILY
)
OPENING_ANSWERED = Event("opening answered", CALENDAR, _("An institution answers whether its students come"), _ASKER)
BOOKING_MOVED = Event(
    "booking moved",
    CALENDAR,
    _("Your own place at an event: booked, waited for, offered, moved or canceled"),
    _("whose place it is"),
)
ATTENDANCE_OPEN = Event(
    "attendance open",
    CALENDAR,
    _("Nobody has written down yet who came to an event of yours"),
    _("who planned it"),
)
CONSENT_ANSWERED = Event(
    "consent answered", STUDENTS, _("A student or parent signs, declines or revokes a consent"), _ASKER
)
ERASURE_TO_DECIDE = Event(
    "erasure to decide",
    STUDENTS,
    _("Somebody asks to be erased from students’ records"),
    _("everybody who keeps the students of the institution"),
)
_LOOKS_AFTER = _("whoever looks after it")
STUDENT_APPLIED = Event("student applied", PLACED, _("A student applies, or is put forward"), _LOOKS_AFTER)
APPLICATION_MOVED = Event(
    "application moved", PLACED, _("An employer or a student decides about an application"), _LOOKS_AFTER
)
PLACEMENT_MOVED = Event("placement moved", PLACED, _("A placement begins or ends"), _LOOKS_AFTER)
PLACEMENT_STALE = Event(
    "placement stale", PLACED, _("Nobody has said for long how a placement stands"), _LOOKS_AFTER, How.DAILY
)

FIGURES_DUE = Event("figures due", PLACED, _("Figures are to be attested"), _("whoever attests them"), How.DAILY)
PAPERS_MISSING = Event(
    "papers missing", PLACED, _("A placement begins soon, and papers are missing"), _LOOKS_AFTER, How.DAILY
)
PAPERS_LATE = Event(
    "papers late",
    PLACED,
    _("The first day of a placement has passed, and papers are missing"),
    _("whoever looks after it, and everybody who keeps students there"),
    How.DAILY,
)

_KEEPS = _("whoever keeps it")
AGREEMENT_SIGNED = Event("agreement signed", EMPLOYERS, _("Every party has signed an agreement"), _KEEPS)
AGREEMENT_ENDS = Event("agreement ends", EMPLOYERS, _("An agreement ends soon"), _KEEPS)

PROTOCOL_PUBLISHED = Event("protocol published", RULES, _("A protocol is published"), _STAFF, How.DAILY)
TERMS_PUBLISHED = Event("terms published", RULES, _("New terms of use are published"), _("everybody"), How.DAILY)
TRAINING_MOVED = Event("training moved", RULES, _("A session of a training moves or is canceled"), _("who booked it"))
TRAINING_LAPSES = Event("training lapses", RULES, _("A training of yours lapses in 30 days"), _("whoever holds it"))

TABLE = (
    FOLLOW_UP_DUE,
    TO_CONFIRM,
    FOLLOW_UP_GIVEN,
    FOLLOW_UP_REDATED,
    FOLLOW_UP_REPORTED,
    FOLLOW_UP_RETURNED,
    FOLLOW_UP_CANCELLED,
    ASK_JOINED,
    ASK_WITHDRAWN,
    ASK_CARRIED_OUT,
    CONTACT_ASKED,
    CONTACTED_ANYWAY,
    CONTACT_ANSWERED,
    GUEST_ANSWERED,
    ENQUIRY_PUT,
    ENQUIRY_LATE,
    ENQUIRY_RAISED,
    ENQUIRY_ANSWERED,
    AGREEMENT_SIGNED,
    AGREEMENT_ENDS,
    PROMOTED,
    PARKED,
    OWNER_CHANGED,
    EMPLOYER_QUIET,
    TEMPERATURE_LOW,
    MAIL_RETURNED,
    CONTACT_LEFT,
    KEY_ACCOUNT_OPENED,
    TOUCH_POINTS,
    ACCOUNT_CONTESTED,
    CONTEST_SETTLED,
    EMPLOYER_REGISTERED,
    EMPLOYER_CORRECTS,
    NEXT_STEP_DUE,
    READINESS,
    JOIN_ASKED,
    JOIN_ANSWERED,
    JOIN_LATE,
    VETTING_DUE,
    EXCEPTION_CHANGED,
    EXCEPTION_ENDING,
    OPPORTUNITY_WAITS,
    OPPORTUNITY_DECIDED,
    OPPORTUNITY_FITS,
    OPPORTUNITY_STANDS,
    OFFER_OPENED,
    OFFER_EXCEPTION_ENDING,
    EVENT_CHANGED,
    EVENT_HOSTED,
    CLASH_KEPT,
    OPENING_ASKED,
    OPENING_ANSWERED,
    BOOKING_MOVED,
    ATTENDANCE_OPEN,
    CONSENT_ANSWERED,
    ERASURE_TO_DECIDE,
    STUDENT_APPLIED,
    APPLICATION_MOVED,
    PLACEMENT_MOVED,
    PLACEMENT_STALE,
    FIGURES_DUE,
    PAPERS_MISSING,
    PAPERS_LATE,
    PROTOCOL_PUBLISHED,
    TERMS_PUBLISHED,
    TRAINING_MOVED,
    TRAINING_LAPSES,
    *TABLE_TOGETHER,
)  # in the order of the page
BY_NAME = {event.name: event for event in TABLE}
