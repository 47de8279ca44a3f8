"""What is known of two who have one form open: which acts happen once, which forms add, and what the two type."""

# Acts that carry a version and happen once: whoever comes second is told, and nothing is overwritten.
ONCE = {
    "demand-list-approve", "demand-list-end", "demand-by-hand-end", "hard-role-over", "portal-role-over",
    "meeting-cancel", "chamber-meeting-ask", "chamber-meeting-presented", "chamber-meeting-stories",
    "engagement-remove", "protocol-publish", "follow-up-report", "follow-up-cancel", "follow-up-redate",
    "follow-up-hand-on", "ask-move", "ask-withdraw", "ask-done", "limit-lift", "red-tape-end", "data-request-send",
    "data-request-erase", "data-request-refuse", "challenge-close", "process-publish", "enquiry-hand-over",
    "enquiry-close", "opportunity-refuse", "opportunity-close", "event-publish", "event-cancel", "event-held",
    "event-attended", "event-part-came", "event-opening-back", "event-session-cancel", "event-time", "event-time-add",
    "event-time-change", "event-leave-out", "booking-rebook", "event-part-off", "event-invite", "event-opening",
    "event-move", "event-calendar-act", "placement-step", "application-step", "registration", "initiative-end",
    "candidate-decide", "stakeholder-answer", "stakeholder-replace", "hours-correct", "registration-refuse",
    "agreement-end", "agreement-keeper", "attestation-withdraw", "paper-correct", "update-withdraw",
    "mailing-schedule", "mailing-stop", "mailing-return", "board-close", "board-member-end", "approval",
    "approver-note", "approval-link",
}  # fmt: skip
# Forms that add something, and share their fields with the form that changes it.
ADD = {
    "barrier-add", "peer-model-add", "measure-add", "initiative-ask", "update-add", "academy-add",
    "program-course-add", "articulation-add", "certification-add", "credit-rate-add",
    "initiative-add", "category-add", "stakeholder-add", "profile-add", "candidate-add", "activity-add",
    "clause-add", "engagement-log", "limit-add", "red-tape-add", "point-add", "course-add", "session-add", "kinds",
    "step-add", "refusal-reasons", "paper-type-add", "hours-add", "duty-add",
    "agreement-duty-add",
    "board-add", "seat-add", "advice-add",
}  # fmt: skip
# What the two editors type, where the first text of the form is not the telling one.
FIELDS = {
    "enrollment-term-change": "p-",
    "demand-area": "area",
    "meeting-participant": "answer",
    "clause-change": "heading",
    "step-refine": "text",
    "point-change": "deputy",
    "prospect-move": "stage",
    "institution-change": "name",
    "settings": "name",
    "import-columns": "s0-c2",
    "people-list-columns": "s0-c2",
    "funding": "funded_until",
    "duty": "said",
    "agreement-duty": "note",
    "member": "from_date",
    "chamber-seat": "title",
    "agreement-duty-change": "what",
    "agreement-party": "does",
    "agreement-change": "purpose",
    "advice-decide": "reason",
    "board-member-link": "words",
}
CHOICES = {"enrollment-term-change": ("41", "42"), "demand-area": ("Redstone", ""),
           "meeting-participant": ("yes", "maybe"), "prospect-move": ("contacted", "developing"),
           "import-columns": ("industry", "naics"),
           "people-list-columns": ("grade", "program"), "member": ("2024-03-01", "2025-04-01"),
           "funding": ("2031-03-01", "2031-04-01")}  # fmt: skip
# What else the two choose, where a form is not saved without a choice that it does not make itself.
CHOSEN = {
    "prospect-answer": {"choice": "no"}, "advice-decide": {"state": "declined"}, "board-member-link": {"answer": "yes"},
}  # fmt: skip
