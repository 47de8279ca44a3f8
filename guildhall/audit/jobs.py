from procrastinate.contrib.django import app

from guildhall.audit.sealing import note_head, seal_entries


@app.periodic(cron="* * * * * */10")
@app.task(name="audit.seal", queueing_lock="audit.seal", pass_context=False)
def seal(timestamp: int) -> None:
    """Every ten seconds: seal what was written since; now and then write down outside what it comes to."""
    seal_entries()
    note_head()
