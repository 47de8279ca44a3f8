"""Vetting criteria to begin with (A4)."""

CRITERIA = (
    ("Is the business registered and active?", "The state's register of businesses, with the day you looked."),
    ("Does it offer work in a priority sector?", "Name the sector and the work that students would do."),
    ("Are students paid, or is unpaid work lawful here?", "The wage in writing, or why unpaid work is lawful."),
    ("Has it had no open safety citation in the last 3 years?", "The public search of citations, and its day."),
    ("Is liability insurance in force?", "The certificate and the day on which it ends."),
    ("Is there a supervisor for every student?", "Who supervises, and how many students at a time."),
    ("Is the vetting free of a conflict of interest?", "A declaration by whoever vets."),
)
