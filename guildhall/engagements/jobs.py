from procrastinate.contrib.django import app

from guildhall.engagements.actions.digesting import send_digests
from guildhall.engagements.actions.liaising import hand_on_silent


@app.periodic(cron="0 14 * * 1-5")
@app.task(name="engagements.digest", queueing_lock="engagements.digest")
def digest(timestamp: int) -> None:
    """Every working morning of the American day: write to everybody for whom something new waits."""
    send_digests()


@app.periodic(cron="30 13 * * *")
@app.task(name="engagements.hand_on", queueing_lock="engagements.hand_on")
def hand_on(timestamp: int) -> None:
    """Every morning of the American day: requests that nobody answers go to the next one."""
    hand_on_silent()
