"""What people of the demo write into the timeline, by theme."""

# theme: ((kind, in one line, what was said), …); {who} is the contact, {n} a small number
TALK = {
    "Clinical hours": (
        (
            "visit",
            "Walked the floors where students would rotate",
            "{who} can take {n} students on day shift, none on nights yet.",
        ),
        (
            "call",
            "Clinical rotations for next term",
            "{n} places are sure; {who} confirms the rest after their schedule is out.",
        ),
        (
            "meeting",
            "Yearly review of clinical hours",
            "Preceptors are content. They ask for the immunization records a week earlier.",
        ),
        (
            "email",
            "Sent the affiliation agreement for signature",
            "{who} passes it to their counsel; two weeks is usual.",
        ),
        ("call", "Two students change their rotation", "Settled with {who}. No hours are lost."),
    ),
    "Internships": (
        ("call", "Internship places for next term", "{who} wishes {n} interns and asks for résumés on one list."),
        (
            "visit",
            "Met the supervisors of our interns",
            "All {n} are doing well. One would like more time at the machines.",
        ),
        ("meeting", "Planned next year’s internships", "Paid, 120 hours, start in the second week of the term."),
        ("email", "Sent résumés of candidates", "{n} résumés sent. {who} answers within a week."),
        (
            "call",
            "One intern was offered a permanent position",
            "{who} is pleased and would like to tell the story at our showcase.",
        ),
        ("email", "Learning agreement returned signed", ""),
    ),
    "Site tours": (
        ("event", "Tour for a first-year class", "{n}0 students came. {who} gave an hour and showed the whole line."),
        ("call", "Arranged a tour for spring", "Groups of at most 15, closed shoes, no photographs."),
        (
            "visit",
            "Walked the route of the tour beforehand",
            "Safety glasses are provided. The bus can stop at the east gate.",
        ),
        ("email", "Thanked for the tour and sent what students wrote", ""),
    ),
    "Apprenticeship": (
        (
            "meeting",
            "Talked about joining the apprenticeship program",
            "{who} needs {n} apprentices in two years and would share related instruction.",
        ),
        ("call", "Dates of the apprenticeship intake", "Applications open in March; the entrance test is in April."),
        (
            "visit",
            "Visited apprentices at work",
            "{n} of ours are in their second year. The mentor asks for more blueprint reading.",
        ),
        ("email", "Sent the standards of the program", "{who} compares them with the agreement they have."),
    ),
    "Guest speakers": (
        (
            "event",
            "Spoke to the class about the first year on the job",
            "Honest and lively; {n} students stayed for questions.",
        ),
        ("call", "Asked for a speaker in October", "{who} will come, or send a colleague."),
        ("email", "Confirmed the day of the talk", ""),
    ),
    "Job shadows": (
        ("event", "Job shadow day", "{n} students spent a morning; two want to apply in summer."),
        ("call", "Job shadows during spring break", "{who} offers {n} places, one student a day."),
        ("email", "Sent the consent forms for minors", ""),
    ),
    "Advisory board": (
        (
            "meeting",
            "Advisory board of the program",
            "{who} suggests a short course on quality control; the faculty will look at it.",
        ),
        ("call", "Invited to the advisory board", "{who} accepts for two years."),
        ("email", "Sent the minutes of the board", ""),
    ),
    "Mock interviews": (
        ("event", "Mock interviews at the career center", "{who} saw {n} students and left notes for each."),
        ("call", "Asked for interviewers in May", "Two people from their side, in the afternoon."),
    ),
    "": (
        ("call", "Checked that our contact is still right", "{who} is still the person to ask."),
        ("email", "Invited to the regional career fair", "They take a table and bring {n} openings."),
        ("event", "Met at the career fair", "{who} spoke with many students and took home {n} résumés."),
        (
            "meeting",
            "Talked about what they need in the next two years",
            "Mostly entry positions with time to learn; {n} a year.",
        ),
        ("call", "Asked how the year went", "Content on the whole. One list from one college would help, says {who}."),
        ("email", "Shared the dates of the new term", ""),
    ),
}
