"""A protocol to begin with: what regions usually agree on, for people to adapt before they publish it (B3)."""

from guildhall.protocols.actions import Draft
from guildhall.protocols.models import Clause

S = Clause.Subject
TITLE = "Regional employer protocol"
INTRODUCTION = (
    "A starter text. Read it with the people whom it binds, change what does not fit your region, and say here who "
    "agreed on it and when."
)

CLAUSES = (
    Draft(
        "1.1",
        "Why we keep one record",
        "The regional office, the colleges, the districts and the schools keep one shared record of employers. "
        "An employer should meet one region, not eleven lists. Whoever works with an employer writes it down "
        "where all of us can read it.",
    ),
    Draft(
        "2.1",
        "Vetting criteria",
        "Before an employer is shared, seven questions are answered about it, each by a named person, each with "
        "what was seen and where. An answer without evidence does not count. Nobody vets an employer that they "
        "work for. An employer that meets all seven is vetted.",
        S.VETTING_CRITERIA,
    ),
    Draft(
        "2.2",
        "Both gates",
        "An employer is shared once two gates are open: it is vetted, and it is ready to work with colleges. "
        "Readiness is confirmed by a second person, not by the one who completed the vetting, or by the employer.",
        S.GATES,
    ),
    Draft(
        "2.3",
        "Default audience",
        "An employer that passed both gates is shared with all institutions of the region on the same day. "
        "That it has no opening yet is no reason to wait.",
        S.DEFAULT_AUDIENCE,
        {"audience": "all"},
    ),
    Draft(
        "2.4",
        "Exceptions to the default audience",
        "A Regional Director may share an employer with some institutions only. The exception names them, gives "
        "its reason and says on which day it ends, within a year. Afterward the employer is shared with all.",
        S.AUDIENCE_EXCEPTION,
        {"who": "directors", "longest": 365},
    ),
    Draft(
        "2.5",
        "Vetting by a college",
        "A college that finds a new employer vets it itself, by the same seven questions and both gates, and "
        "then shares it with all. Until then only its own staff and the Regional Directors see it.",
        S.COLLEGE_VETTING,
    ),
    Draft(
        "2.6",
        "Asking to join a regional relationship",
        "When somebody enters an employer that the regional office is developing, they are told only that a "
        "regional relationship is under way, and whom to ask. The director answers within three working days "
        "and brings the college in where that helps the employer.",
        S.BLIND_MATCH,
        {"days": 3},
    ),
    Draft(
        "3.1",
        "Attestation of existing partners",
        "Employers that work with us already need not start anew. A Regional Director, a college's administrator "
        "or its WBL coordinator attests in writing that they are partners in good standing. They are shared at "
        "once and vetted again within a year.",
        S.ATTESTATION,
        {"also": ["wbl_coordinator"]},
    ),
    Draft(
        "4.1",
        "Courtesy of contact",
        "Before you write to an employer, read what others have asked of it lately. If somebody looks after the "
        "employer, speak with them first. Write down what you asked and what was promised within two working "
        "days.",
    ),
    Draft(
        "4.2",
        "Touch budget",
        "All of us together ask one employer at most six times in thirty days, and one person there at most three "
        "times. What the employer starts itself does not count. A college may ask less.",
        S.TOUCH_BUDGET,
        {"per_employer": 6, "per_contact": 3, "days": 30, "spread": True},
        may_refine=True,
    ),
    Draft(
        "4.3",
        "Quiet period",
        "After a call, a visit or an e-mail we leave an employer in peace for three days, unless they come back to us.",
        S.QUIET_PERIOD,
        {"days": 3},
        may_refine=True,
    ),
    Draft(
        "4.4",
        "Asking first",
        "Where somebody is the key-account operator of an employer, everybody else asks them first. If they are "
        "silent for three working days, the deputy answers.",
        S.LIAISON,
        {"days": 3},
    ),
    Draft(
        "4.5",
        "Employers who call",
        "Whoever takes a call or a letter writes it down. The point of contact for employers answers within two "
        "working days, once and for all of us. Where nobody has, the regional office hears of it two working days "
        "after a reminder.",
        S.ENQUIRIES,
        {"days": 2, "raise_days": 2},
        may_refine=True,
    ),
    Draft(
        "4.6",
        "Key accounts",
        "An institution that looks after an employer closely can make it a key account. The regional office and "
        "whoever was in touch lately are told. Whoever works with the employer may contest it; a Regional Director "
        "settles that.",
        S.KEY_ACCOUNT,
    ),
    Draft(
        "5.1",
        "Follow-ups",
        "What we promise an employer is done within a week, or we say when. The employer, or whoever asked, confirms "
        "that it was done.",
        S.FOLLOW_UPS,
        {"due_days": 7},
    ),
    Draft(
        "5.2",
        "What counts as meaningful",
        "Visits, meetings, calls and events count as working with an employer, if they took part. A newsletter "
        "does not.",
        S.MEANINGFUL,
        {"kinds": ["visit", "meeting", "call", "event"], "two_way": True},
    ),
    Draft(
        "6.1",
        "Opportunities",
        "What an employer offers is open to all of us. The institution that looks after it approves it first, until "
        "three of that employer's opportunities were fine. Employers are asked every sixty days whether it still "
        "stands; what nobody answers for within two weeks is taken off.",
        S.OPPORTUNITIES,
        {"approval": "untrusted", "trusted_after": 3, "ask_days": 60, "silent_days": 14},
        may_refine=True,
    ),
)
