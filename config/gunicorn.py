"""How gunicorn serves the portal: `gunicorn -c config/gunicorn.py 'portal.create_app:create_app()'`.

Addresses and numbers come from Proviso's settings; what stands here follows from its promises.
"""

import ctypes
import os
import signal
import sys
from pathlib import Path
from typing import Any

from governance.errors import ProvisoError
from store.log import write_log
from store.settings import load_settings

try:
    _settings = load_settings()
except ProvisoError as refusal:
    sys.exit(f"{refusal.code}: {refusal.sentence}\n{refusal.next_step}")

write_log(_settings.log)

bind = f"{_settings.web.host}:{_settings.web.port}"
worker_class = "portal.waiting_room.WaitingRoom"
workers = _settings.web.workers
threads = _settings.web.threads

# Seconds. An upload is looked at and sealed within a request; a worker silent for longer is replaced.
timeout = 120
graceful_timeout = 8
keepalive = 5
# Connections of each process, waiting ones too; below the number of files that a process may usually have open.
worker_connections = 512

# Whether a request came over TLS is told by as many proxies as web.trusted_proxies names, and by nobody else.
secure_scheme_headers: dict[str, str] = {}

# No access log: addresses and paths of documents are personal data.
accesslog = None
errorlog = "-"
# Never its warnings: they quote the address and the words of a request that could not be parsed.
loglevel = "error"

# Heartbeat files stay in memory, and whatever is written is for this user alone.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a folder in memory, on purpose
umask = 0o077

# Bytes and counts of what stands before the body; the body's limit is the portal's own.
limit_request_line = 4094
limit_request_fields = 64
limit_request_field_size = 8190

# No second door: gunicorn's remote control would be a socket in somebody's home folder.
control_socket_disable = True


def post_fork(server: Any, worker: Any) -> None:  # noqa: ARG001 - gunicorn names the parameters
    """Let a web worker die with its master, so that a killed master leaves none behind."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    if os.getppid() != worker.ppid:
        os._exit(1)
