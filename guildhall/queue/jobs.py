import structlog
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from guildhall.context import Keeper
from guildhall.queue import job
from guildhall.queue.daily import ask_for_due

# A job whose worker died is claimed again; jobs are written so that running twice does no harm.
STALLED_AFTER = 45  # seconds without a heartbeat
MOST_LIVES = 20  # a job that took so many workers with it is not given a further one
log = structlog.get_logger("guildhall")


@app.periodic(cron="* * * * * */20")
@app.task(name="queue.retry_stalled", queueing_lock="queue.retry_stalled", pass_context=True)
async def retry_stalled(context, timestamp: int) -> None:  # type: ignore[no-untyped-def]
    """Give the jobs of dead workers to living ones."""
    for stalled in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        if stalled.attempts >= MOST_LIVES:
            await app.job_manager.finish_job(stalled, Status.FAILED, delete_job=False)
            log.error("a job took every worker with it", job=stalled.task_name)
            continue
        try:
            await app.job_manager.retry_job(stalled)
        except UniqueViolation:  # the same piece of work waits already
            await app.job_manager.finish_job(stalled, Status.ABORTED, delete_job=True)
        log.warning("a job outlived its worker", job=stalled.task_name)


@job("queue.daily", keeper=Keeper.RECOUNT, reason="what is due today", cron="*/5 * * * *", queueing_lock="queue.daily")
def ask_daily(timestamp: int) -> None:
    """Every five minutes: what is done once a day and has not been done today is asked for."""
    ask_for_due()
