from procrastinate.contrib.django import app

from guildhall.engagements.actions.digesting import send_digests


@app.periodic(cron="0 14 * * 1-5")
@app.task(name="engagements.digest", queueing_lock="engagements.digest")
def digest(timestamp: int) -> None:
    """Every working morning of the American day: write to everybody for whom something new waits."""
    send_digests()
