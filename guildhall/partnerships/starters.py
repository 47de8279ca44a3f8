"""What documents 002 and 004 begin with, for people to change: sectors with their groups, topics, responsibilities."""

from django.utils.translation import gettext_noop as _

# Document 002, Table 2.
CATEGORIES = (
    (
        _("K–12"),
        (_("State board of education"), _("State education agency"), _("Local education agencies"), _("Schools")),
    ),
    (
        _("Postsecondary"),
        (
            _("State coordinating board, agency or commission"),
            _("Public and private four-year institutions"),
            _("Community or technical colleges"),
        ),
    ),
    (
        _("Career and technical education (CTE)"),
        (
            _("State and local bodies that govern CTE policy"),
            _("CTE teachers’ professional organizations"),
            _("State apprenticeship board"),
        ),
    ),
    (_("Adult education"), (_("Adult education providers"), _("State professional organizations"))),
    (
        _("Business, industry and workforce"),
        (
            _("State agencies of economic or workforce development and labor"),
            _("State workforce investment board"),
            _("Chamber of commerce or business roundtable"),
            _("Industry and trade associations"),
            _("A range of businesses and industries"),
            _("One-stop career centers"),
        ),
    ),
    (
        _("Policymakers and legislature"),
        (
            _("Governor’s or legislature’s representative"),
            _("State, county and local government officials"),
            _("State, county and local legislators"),
        ),
    ),
    (_("Individuals and community"), (_("Students"), _("Parents"), _("Community-based organizations"))),
)

# Document 004: what stakeholders may be asked about (F4).
TOPICS = (
    _("Work-based learning, with internships and apprenticeships"),
    _("Whether the pathways’ curriculum is relevant and demanding"),
    _("How it is taught in class"),
    _("Postsecondary courses and credentials"),
    _("Certifications that the industry recognizes"),
    _("Equipment that the industry uses"),
)

# Document 002, Table 4: what there is to do in each part of the work (E9).
RESPONSIBILITIES = {
    "process": (
        _("Lead the coordination between agencies and stakeholders"),
        _("Identify a common vision, mission and goals"),
        _("Draw up a budget, and secure people and money"),
        _("Facilitate meetings and write down what is said"),
        _("Assign tasks, and track progress and results"),
        _("Gather information, analyze and summarize it, and report to stakeholders"),
        _("Communicate with stakeholders, the public and the media"),
    ),
    "policy": (
        _("Contribute to drafts of policy and guidance"),
        _("Make sure that state policy is aligned"),
        _("Remove barriers where it is not, and create opportunities"),
    ),
    "capacity": (
        _("Gather and keep the support of leaders in education, business and industry"),
        _("Establish ways for stakeholders to stay in touch"),
        _("Use what other states and experts have learned"),
    ),
    "evaluation": (
        _("Draw up an evaluation of how well the system works"),
        _("Feed back what is learned, to revise and strengthen it"),
        _("Take part in refining it"),
    ),
}

# Document 004: how partners are found, asked and chosen, and how the work is conducted (element 2, toolbox).
PROTOCOL = {
    "recruiting": (
        _("We write down which knowledge is needed, and for what."),
        _("We ask our partners who fits, and who could introduce us."),
        _("We talk with each: about the organization, their position, their interest, and the time they have."),
        _("We decide with a reason that is kept, and agree with each on their role in writing or by word."),
    ),
    "interviews": (
        _("What does your organization do or produce?"),
        _("What is your position, and what do you know and do well?"),
        _("What would you want to come of it, for yourself and for your organization?"),
        _("How much time do you have, and what would make it easier?"),
    ),
    "working": (
        _("Every draft goes out two weeks before anybody decides about it."),
        _("Decision makers review and approve what is named at each key point; the reason for a no is kept."),
        _("Nobody is asked twice for the same thing: what is asked of a partner goes through one person."),
    ),
    "telling": (
        _("Partners hear how it is going as often as they chose; everybody reads it on the public page."),
        _("Before a meeting: agenda and papers, one week ahead. After it: minutes and who does what."),
    ),
}
