"""Links of before 0009 open again for whom they were written to, and what it emptied is found again at once."""

import re
import unicodedata

from django.db import migrations

# Where there was no contact, the letter went to whoever offered it at the front door, and to nobody else. What was
# written since says so itself.
OPEN_AGAIN = """
UPDATE opportunities_offerlink k SET login_id = o.offered_by_id FROM opportunities_opportunity o
WHERE o.id = k.opportunity_id AND o.offered_by_id IS NOT NULL
  AND k.login_id IS NULL AND k.contact_id IS NULL AND k.used_at IS NULL
  AND k.sent_at < (
    SELECT applied FROM django_migrations WHERE app = 'opportunities' AND name = '0009_reasons_and_links')
"""

# What follows is as it was when this was written: what entering does changes, a step that was taken does not.
MAIL = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")
TELEPHONE = re.compile(r"\+?\(?\d[\d\s().-]{5,}\d")
WORD = re.compile(r"[^\W_]+")
LABELS = {
    "guest_speaker": "Guest speaker",
    "career_fair": "Career fair or career day",
    "career_panel": "Career panel",
    "workplace_tour": "Workplace tour",
    "informational_interview": "Informational interview",
    "job_shadow": "Job shadow",
    "virtual_exchange": "Virtual exchange with a professional",
    "mentorship": "Mentoring",
    "mock_interview": "Mock interview",
    "resume_review": "Resume review",
    "industry_project": "Project sponsored by industry",
    "service_learning": "Service learning",
    "school_based_enterprise": "School-based enterprise",
    "simulated_worksite": "Simulated worksite",
    "entrepreneurship": "Entrepreneurship experience",
    "supervised_ag_experience": "Supervised agricultural experience",
    "internship_paid": "Internship, paid",
    "internship_unpaid": "Internship, unpaid",
    "cooperative_education": "Cooperative education",
    "clinical": "Clinical or practicum",
    "pre_apprenticeship": "Pre-apprenticeship",
    "apprenticeship": "Apprenticeship",
    "on_the_job": "On-the-job training",
    "teacher_externship": "Teacher or faculty externship",
    "job_full_time": "Job, full time",
    "job_part_time": "Job, part time",
    "job_seasonal": "Job, seasonal or temporary",
}
BLOCK = 500


def _searched(texts):
    """The distinct words of some texts without addresses, as PostgreSQL reads a text-search vector."""
    text = " ".join(TELEPHONE.sub(_short, MAIL.sub("", one)) for one in texts)
    letters = (sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    words = WORD.findall("".join(letters).casefold().replace("'", "").replace("’", ""))
    rows = sorted({word[:60] for word in words})
    return "'" + "' '".join(rows) + "'" if rows else ""


def _short(number):
    """A run of digits that is too short for a telephone number stays."""
    return "" if sum(sign.isdigit() for sign in number.group()) >= 7 else number.group()


def describe(apps, schema_editor):
    """Work out what lists search by, as entering does."""
    rows = apps.get_model("opportunities", "Opportunity").objects.filter(search=None).exclude(state="closed")
    keys = list(rows.values_list("pk", flat=True))
    for first in range(0, len(keys), BLOCK):
        emptied = list(rows.model.objects.filter(pk__in=keys[first : first + BLOCK]).prefetch_related("at"))
        for row in emptied:
            kind = LABELS.get(row.kind, row.kind)
            said = [row.title, row.listed_as, kind, row.occupation, row.place, row.on_behalf_of]
            said += [*(one.place for one in row.at.all()), row.description, row.requirements]
            row.search = _searched(said)
        rows.model.objects.bulk_update(emptied, ["search"])


class Migration(migrations.Migration):
    dependencies = [("opportunities", "0009_reasons_and_links")]

    operations = [
        migrations.RunSQL(OPEN_AGAIN, migrations.RunSQL.noop),
        migrations.RunPython(describe, migrations.RunPython.noop),
    ]
