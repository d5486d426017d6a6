"""The worker: loads its engines once, then forks a work-horse for a job.

A work-horse whose document is done reads on for some seconds while others wait: a fork costs as much as a tenth of a
page, because all memory that is touched after it has to be copied. A work-horse dies with its parent
(PR_SET_PDEATHSIG), so no orphan reads on. When a work-horse dies, its parent gives the document that it held back or
ends it at once; when the parent dies too, the clock does, by the lease.
Told to stop, a worker lets its document go on for some seconds and then gives it back.
"""

import ctypes
import gc
import logging
import os
import signal
import sys
import time
from contextlib import suppress
from typing import Any

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue, Worker
from rq.job import Job
from rq.timeouts import JobTimeoutException, UnixSignalDeathPenalty

from governance.documents import Stage
from governance.errors import ProvisoError
from ocr_worker.loaded import Loaded, load
from ocr_worker.reading_on import read_on

# What every work-horse runs is imported once, before it is forked.
from ocr_worker.tasks import JobFailed, process_document
from operations.recover import fail_record, lay_down, release
from store.log import write_log
from store.queue import BY_URGENCY, next_document
from store.reading import check_reading, works_as_fast
from store.settings import load_settings

PR_SET_PDEATHSIG = 1
_LOOK_SECONDS = 1
"""How often a worker looks after its work-horse."""
_AGAIN_SECONDS = 5
"""How long after its time a job is told again; what ends it takes less."""
_READ_ON_SECONDS = 45
"""How long after its fork a work-horse may begin another document; RQ grants a minute beyond the time of a job."""
_READING = "ocr_worker.tasks.process_document"
log = logging.getLogger("proviso.worker")


class OutOfTime(JobTimeoutException, TimeoutError):
    """A job used up its time; the work sees it as a plain TimeoutError."""


class Deadline(UnixSignalDeathPenalty):
    """RQ's alarm, raising an exception that the work understands without knowing RQ."""

    def __init__(self, timeout: int, exception: type[BaseException] = OutOfTime, **kwargs: Any) -> None:
        super().__init__(  # type: ignore[no-untyped-call]
            timeout, OutOfTime if exception is JobTimeoutException else exception, **kwargs
        )

    def setup_death_penalty(self) -> None:
        """Ring again and again: a library in the middle of a retry may take the first alarm for a fault of its own."""
        super().setup_death_penalty()  # type: ignore[no-untyped-call]
        signal.setitimer(signal.ITIMER_REAL, self._timeout, _AGAIN_SECONDS)


class OcrWorker(Worker):
    """An RQ worker whose failure records hold no message, no argument and no traceback."""

    death_penalty_class = Deadline
    # A queue that comes back after minutes is noticed within seconds.
    max_connection_wait_time = 5.0
    here: Loaded
    _stop_by: float | None = None
    _until = 0.0

    def handle_warm_shutdown_request(self) -> None:
        """Grant the work-horse the seconds of the settings to come to an end by itself; it begins nothing more."""
        self.here.held.stop()
        self._stop_by = time.monotonic() + self.here.house.settings.work.stop_seconds

    def maintain_heartbeats(self, job: Job, execution: Any) -> None:
        """Called every second while a work-horse works: end it when the time to stop has come.

        A queue that is away must not end the reading: the document does not need it any more.
        """
        if self._stop_by is not None and time.monotonic() >= self._stop_by:
            self.kill_horse()
            return
        with suppress(RedisError):
            if self.here.held.reads_on:
                self.heartbeat()  # the job is done and forgotten
            else:
                super().maintain_heartbeats(job, execution)

    def fork_work_horse(self, job: Job, queue: Queue) -> None:
        """Forget what the work-horse before held, the new one will say; and have ready what it would make for itself.

        A policy that took over is compiled here, once, and not by every work-horse to come.
        """
        self.here.held.begin()
        if self._stop_by is not None:
            self.here.held.stop()
        self.here.reader.get_ready()
        with suppress(ProvisoError):  # without a database the work-horse finds that out by itself
            _ = self.here.services.policy
        super().fork_work_horse(job, queue)

    def main_work_horse(self, job: Job, queue: Queue) -> None:
        """Tie the work-horse's life to its parent's and drop what must not cross a fork."""
        parent, self._until = self.pid, time.monotonic() + _READ_ON_SECONDS
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
        self.here.house.after_fork()
        super().main_work_horse(job, queue)

    def perform_job(self, job: Job, queue: Queue, execution: Any) -> bool:
        """Do the job, and read on while documents wait."""
        done = super().perform_job(job, queue, execution)
        if done and job.func_name == _READING:
            with suppress(RedisError):  # without a queue nothing is known to wait
                read_on(self.here.held, self._until, lambda: next_document(self.connection), self._read)
        return done

    def _read(self, document: str) -> bool:
        try:
            with Deadline(self.here.house.settings.limits.job_seconds):
                process_document(document)
        except JobFailed as failure:
            log.error("document %s failed: %s", document, failure)  # noqa: TRY400 - a traceback may quote it
            return False
        return True

    def monitor_work_horse(self, job: Job, queue: Queue, execution: Any) -> None:
        """Wait for the work-horse; what it still holds when it has ended is given back, or ended."""
        try:
            super().monitor_work_horse(job, queue, execution)
        finally:
            self._give_back()

    def _give_back(self) -> None:
        held, services = self.here.held, self.here.services
        if not held.attempt:
            return
        try:
            with services.store.read() as unit:
                row = unit.documents.get(held.document)
            if row is not None and row.stage is Stage.PROCESSING and row.attempt == held.attempt:
                if self._stop_by is not None:
                    lay_down(services, row)
                else:
                    log.error("document %s: its work-horse was killed", held.document)
                    release(services, row)
        except ProvisoError as fault:  # its lease runs out, and the clock gives it back
            log.warning("document %s is not given back yet: %s", held.document, fault.code)
        finally:
            held.let_go()
            # Nothing that was opened here may be carried into the next work-horse.
            self.here.house.after_fork()

    def handle_exception(self, job: Job, *exc_info: Any) -> None:
        """Log the kind of a failure, never its words."""
        log.error("job %s failed: %s", job.id, exc_info[0].__name__ if exc_info[0] else "unknown")

    def handle_job_failure(
        self, job: Job, queue: Queue, started_job_registry: Any = None, exc_string: str = "", execution: Any = None
    ) -> None:
        """Keep only the class name of a failure."""
        last = next((line for line in reversed(exc_string.splitlines()) if line.strip()), "")
        super().handle_job_failure(job, queue, started_job_registry, last.split(":")[0][:80], execution)

    def handle_work_horse_killed(self, job: Job, *_how: Any) -> None:
        """A record that the dead work-horse made has failed; a document that it held is given back after this."""
        if not self.here.held.attempt and self._stop_by is None:
            log.error("job %s: its work-horse was killed", job.id)
        if job.func_name == "ocr_worker.tasks.make_record":
            with suppress(ProvisoError):  # without a database the clock fails it later
                fail_record(self.here.services, str(job.args[0]))
            self.here.house.after_fork()


def main() -> int:
    """Run one worker until it is told to stop."""
    os.umask(0o077)
    # Told to stop while it still loads; RQ takes the signal over when it begins to work.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        settings = load_settings()
        # Below warnings RQ tells of every job.
        write_log(settings.log, least=logging.WARNING)
        check_reading(settings)
    except ProvisoError as refusal:
        print(f"{refusal.code}: {refusal.sentence}\n{refusal.next_step}", file=sys.stderr)  # noqa: T201
        return 3
    if notice := works_as_fast(settings):
        log.info(notice)
    here = load(settings)
    gc.collect()
    gc.freeze()  # what is loaded stays shared with the work-horses: the collector does not touch its pages
    connection = Redis.from_url(settings.redis_url)  # waits on the queue, so without a time limit for answers
    worker = OcrWorker(
        [Queue(name, connection=connection, serializer="json") for name in BY_URGENCY],
        connection=connection,
        serializer="json",
        log_job_description=False,
        job_monitoring_interval=_LOOK_SECONDS,
        maintenance_interval=60,
        worker_ttl=45,
        default_result_ttl=0,
    )
    worker.here = here
    worker.work(with_scheduler=False, logging_level="WARNING")
    return 0


if __name__ == "__main__":
    sys.exit(main())
