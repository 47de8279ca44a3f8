from procrastinate.contrib.django import app

# A job whose worker died is claimed again; jobs are written so that running twice does no harm.
STALLED_AFTER = 45  # seconds without a heartbeat


@app.periodic(cron="* * * * * */20")
@app.task(name="queue.retry_stalled", queueing_lock="queue.retry_stalled", pass_context=True)
async def retry_stalled(context, timestamp: int) -> None:  # type: ignore[no-untyped-def]
    """Give the jobs of dead workers to living ones."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        await app.job_manager.retry_job(job)
