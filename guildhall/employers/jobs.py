from procrastinate.contrib.django import app

from guildhall.employers.actions.duplicates import find_pairs


@app.periodic(cron="40 9 * * *")
@app.task(name="employers.find_duplicates", lock="employers.find_duplicates")  # one search at a time
def find_duplicates(timestamp: int = 0) -> None:
    """In the American night, and when a data steward asks for it: look for employers that may be one."""
    find_pairs()
