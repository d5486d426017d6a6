"""The processes below one that opens files: its nursery, the programs that open files just now, its work-horses."""

from contextlib import suppress

import psutil


def nurseries(pid: int | None = None) -> list[psutil.Process]:
    return [child for child in psutil.Process(pid).children() if _is_nursery(child)]


def decoders(pid: int | None = None) -> list[psutil.Process]:
    found = []
    for nursery in nurseries(pid):
        with suppress(psutil.NoSuchProcess):
            found += nursery.children()
    return found


def work_horses(worker: int) -> list[psutil.Process]:
    return [child for child in psutil.Process(worker).children() if not _is_nursery(child)]


def is_decoder(process: psutil.Process) -> bool:
    """Whether a process is a nursery or a child of one."""
    return _is_nursery(process)


def _is_nursery(process: psutil.Process) -> bool:
    # One that ends while somebody looks has no command line any more; a forked child has its parent's.
    with suppress(psutil.Error):
        return "ocr_worker.nursery" in " ".join(process.cmdline())
    return False
