from procrastinate.contrib.django import app

from guildhall.employers.actions.duplicates import find_pairs
from guildhall.employers.actions.posting import settle_default_audiences


@app.periodic(cron="40 9 * * *")
@app.task(name="employers.find_duplicates", lock="employers.find_duplicates")  # one search at a time
def find_duplicates(timestamp: int = 0) -> None:
    """In the American night, and when a data steward asks for it: look for employers that may be one."""
    find_pairs()


@app.periodic(cron="1 * * * *")
@app.task(name="employers.settle_audiences", queueing_lock="employers.settle_audiences")
def settle_audiences(timestamp: int = 0) -> None:
    """After a protocol is published, and every hour: a version whose day has come decides who sees shared employers."""
    settle_default_audiences()
