from procrastinate.contrib.django import app

from guildhall.outbox.actions import deliver


@app.task(name="outbox.deliver", queueing_lock="outbox.deliver")
def deliver_mail() -> None:
    """Send what is due."""
    deliver()


@app.periodic(cron="* * * * * */15")
@app.task(name="outbox.sweep", queueing_lock="outbox.sweep")
def sweep(timestamp: int) -> None:
    """Four times a minute: send what was put off, and show what a dead worker left."""
    deliver()
