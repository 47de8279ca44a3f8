from procrastinate.contrib.django import app

from guildhall.queue import AFTER_OUTAGE
from guildhall.stewardship.actions.answering import carry_out
from guildhall.stewardship.actions.retiring import retire


@app.task(name="stewardship.erase", retry=AFTER_OUTAGE)
def erase(request: str) -> None:
    """Erase what is kept about one person, as was decided."""
    carry_out(request)


@app.periodic(cron="20 10 * * *")
@app.task(name="stewardship.retire", queueing_lock="stewardship.retire")
def retire_daily(timestamp: int) -> None:
    """Every night of the American day: what was kept long enough goes."""
    retire()
