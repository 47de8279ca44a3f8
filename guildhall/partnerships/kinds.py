"""The parts of the work, the roles of stakeholders, and what is thought of when they are chosen (document 002)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Stage(TextChoices):
    """A part of the work; several go on at once, and policy may be left out (E8)."""

    PROCESS = "process", _("Process and logistics")
    POLICY = "policy", _("Policy development")
    CAPACITY = "capacity", _("Capacity building")
    EVALUATION = "evaluation", _("Evaluation")


class Role(TextChoices):
    """What a stakeholder is for an initiative: several at once (E5, document 002, Table 3)."""

    CHAMPION = "champion", _("Champion")
    CONNECTOR = "connector", _("Connector")
    DECISION_MAKER = "decider", _("Decision maker")
    DOER = "doer", _("Doer")


class HowOften(TextChoices):
    """How often somebody hears of an initiative by e-mail (H14): their own choice."""

    EVERY = "every", _("Each update, when it is published")
    MONTHLY = "monthly", _("Once a month, all together")
    QUARTERLY = "quarterly", _("Once a quarter, all together")
    NEVER = "never", _("Never")


class Consideration(TextChoices):
    """What document 002 asks to think of when stakeholders are chosen (E4, H10)."""

    GOVERNMENT = "government", _("Speaks for a government office or state program")
    LEARNERS = "learners", _("Serves English language learners")
    DISABILITIES = "disabilities", _("Serves students with disabilities")
    REENTRY = "reentry", _("Serves youth who come back to school from secure placement")
    MAJOR = "major", _("A major employer of the region, or a key business")
    LABOR = "labor", _("Speaks for organized labor")
    EXPERIENCE = "experience", _("Has shown experience in the sector")
    TIME = "time", _("Has the time that the role takes")
    ADVOCATE = "advocate", _("Leads, and is well placed to advocate")
    CTE_AGENCY = "cte", _("Joins the CTE agency and the education agency")
