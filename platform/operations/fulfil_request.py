"""Carry out a request step by step: each is written down when done, and one that fails loses none of the others."""

import logging
from collections.abc import Callable
from datetime import timedelta

from governance.errors import ProvisoError
from governance.fulfilment import PACK, REVIEW, STEPS
from governance.rights import Act, State
from operations.advance_request import advance, record
from operations.carry_out import carry_out
from operations.gather import gather, needs_review
from operations.pack_answer import Render, pack_answer
from operations.requests import HeldRequest
from operations.services import Services
from operations.tell_requester import tell

_LOG = logging.getLogger(__name__)
_HOLD_SECONDS = 600


class NotYet(Exception):
    """A step waits for something that takes its time; it is tried again, and that is no fault."""


def fulfil_request(services: Services, request: str, render: Render | None = None) -> HeldRequest:
    """Take every step that is still to be taken, and end the request when all are; safe in any number of processes.

    `render` makes the answer's papers; without it a request that hands something out is left for a worker. A step
    that fails is noted by the code or the type of what stopped it and tried again by the clock.
    """
    now = services.now()
    with services.store.begin() as unit:
        held = unit.requests.get(request)
        if held is None:
            raise ProvisoError("not-found")
        if held.state is not State.IN_WORK or (held.kind.hands_out and render is None):
            return held
        if not unit.requests.claim(request, now=now, until=now + timedelta(seconds=_HOLD_SECONDS)):
            return held
    try:
        for step in STEPS[held.kind]:
            held = _take(services, held, step, render)
            if held.state is not State.IN_WORK:
                return held
        return _finish(services, held)
    finally:
        with services.store.begin() as unit:
            unit.requests.lay_down(request)


def _take(services: Services, held: HeldRequest, step: str, render: Render | None) -> HeldRequest:
    with services.store.read() as unit:
        taken = {one.step: one for one in unit.requests.steps(held.id)}
        fresh = unit.requests.get(held.id) or held
    if fresh.state is not State.IN_WORK or (step in taken and taken[step].done_at is not None):
        return fresh
    if step == REVIEW and not fresh.review and needs_review(services, fresh):
        with services.store.begin() as unit:
            return advance(services, unit, fresh, Act.HOLD, role="service")
    if step == PACK and any(one.done_at is None for name, one in taken.items() if name != PACK):
        return fresh
    work: Callable[[], int]
    if step == PACK:
        assert render is not None  # noqa: S101 - looked at before anything was begun
        paint = render
        work = lambda: pack_answer(services, fresh, paint)  # noqa: E731
    elif step == REVIEW:
        work = lambda: 0  # noqa: E731
    elif fresh.kind.hands_out:
        work = lambda: gather(services, fresh, step)  # noqa: E731
    else:
        work = lambda: carry_out(services, fresh, step)  # noqa: E731
    try:
        count = work()
    except Exception as fault:  # noqa: BLE001 - whatever it was, the other steps go on
        code = fault.code if isinstance(fault, ProvisoError) else type(fault).__name__
        _LOG.warning("the step %s of a request is not done: %s", step, code)
        with services.store.begin() as unit:
            unit.requests.fail_step(held.id, step, fault=code)
        return fresh
    with services.store.begin() as unit:
        unit.requests.finish_step(held.id, step, at=services.now(), count=count)
        record(services, unit, fresh, "step", role="service", note=step, count=count)
    return fresh


def _finish(services: Services, held: HeldRequest) -> HeldRequest:
    with services.store.begin() as unit:
        if any(one.done_at is None for one in unit.requests.steps(held.id)):
            return held
        fresh = unit.requests.get(held.id) or held
        if fresh.state is not State.IN_WORK:
            return fresh
        partly = fresh.ground != ""
        fresh = advance(
            services, unit, fresh, Act.ANSWER_PARTLY if partly else Act.ANSWER, role="service", note=fresh.ground
        )
        tell(services, unit, fresh, "request-answered")
    return fresh
