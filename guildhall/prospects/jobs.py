from procrastinate.contrib.django import app

from guildhall.prospects.actions.reminding import remind_owners


@app.periodic(cron="15 14 * * *")
@app.task(name="prospects.remind", queueing_lock="prospects.remind")
def remind(timestamp: int) -> None:
    """Every morning of the American day: remind owners of their next steps."""
    remind_owners()
