"""Every error as a page, or as problem details for programs: a title, a sentence, what to do next, a code."""

import logging
from http import HTTPStatus

from flask import Flask, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, SecurityError, TooManyRequests

from governance.errors import ProvisoError
from operations.ask import GateRefused
from portal.doors import house
from portal.explained import told
from portal.limits import seconds_left
from portal.memory_request import Drain
from portal.problem import MEDIA_TYPE, problem, request_id

log = logging.getLogger(__name__)

PROGRAMS = ("/api/v1/", "/drp/v1/")
"""Where programs ask: they get problem details whatever they say they accept."""
_JSON = (MEDIA_TYPE, "application/json")

STATUS = {
    "not-found": 404,
    "text-gone": 410,
    "copy-gone": 410,
    "certificate-gone": 404,
    "certificate-early": 409,
    "answer-gone": 410,
    "code-wrong": 422,
    "request-incomplete": 422,
    "request-elsewhere": 409,
    "case-ended": 409,
    "case-unreachable": 409,
    "second-person-needed": 409,
    "gate-refused": 403,
    "permit-refused": 403,
    "account-needed": 403,
    "scope-missing": 403,
    "audit-not-agreed": 403,
    "register-moved": 409,
    "register-incomplete": 409,
    "demand-open": 409,
    "token-needed": 401,
    "token-wrong": 401,
    "document-gone": 410,
    "media-type-wrong": 415,
    "key-in-flight": 409,
    "text-not-ready": 409,
    "record-not-ready": 409,
    "key-reused": 422,
    "fields-wrong": 422,
    "language-unknown": 422,
    "reading-mode-unknown": 422,
    "token-unusable": 422,
    "receiver-wrong": 422,
    "draft-files-wrong": 422,
    "effective-unclear": 422,
    "file-too-large": 413,
    "deletion-delayed": 503,
    "storage-unavailable": 503,
    "decoder-killed": 503,
    "not-ready": 503,
    "portal-fault": 500,
}
"""The status of an error that has one of its own; errors about a file are 422, the rest 400."""

OF_STATUS = {
    400: "request-wrong",
    403: "role-needed",
    404: "not-found",
    405: "method-wrong",
    410: "text-gone",
    415: "media-type-wrong",
    429: "too-many-requests",
    503: "not-ready",
}
"""Which entry of the catalogue speaks for an error that the framework raised."""


def status_of(error: ProvisoError) -> int:
    """Give the HTTP status of an error of the catalogue."""
    return STATUS.get(error.code, 422 if error.code.startswith(("file-", "page-")) else 400)


def speak(app: Flask) -> None:
    """Let the app answer every error with a page of ours; nothing of a fault leaves the house."""
    drain = Drain(most=4 * int(app.config["MAX_CONTENT_LENGTH"]) + (1 << 27))

    @app.errorhandler(ProvisoError)
    def known(error: ProvisoError) -> ResponseReturnValue:
        response = answer(error, status_of(error))
        if response.status_code == 401:
            response.headers["WWW-Authenticate"] = 'Bearer realm="proviso"'
        return response

    @app.errorhandler(CSRFError)
    def stale_form(error: CSRFError) -> ResponseReturnValue:  # noqa: ARG001
        return answer(ProvisoError("form-expired"), 400)

    @app.errorhandler(SecurityError)
    def other_host(error: SecurityError) -> ResponseReturnValue:  # noqa: ARG001
        # Without a host of ours no address can be written, so this answer has no page around it.
        wrong = ProvisoError("request-wrong")
        said = f"{wrong.kind.title} ({wrong.code})\n{wrong.sentence}\n{wrong.next_step}\n"
        return Response(said, status=400, mimetype="text/plain")

    @app.errorhandler(RequestEntityTooLarge)
    def too_large(error: RequestEntityTooLarge) -> ResponseReturnValue:  # noqa: ARG001
        refusal = ProvisoError("file-too-large", limit_mb=house().limits.upload_bytes // 1_000_000)
        drain(request)
        view = app.extensions["proviso-too-large"].get(request.endpoint)
        return view(refusal) if view else answer(refusal, 413)

    @app.errorhandler(TooManyRequests)
    def too_many(error: TooManyRequests) -> ResponseReturnValue:  # noqa: ARG001
        response = answer(ProvisoError("too-many-requests"), 429)
        response.headers["Retry-After"] = str(seconds_left())
        return response

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> ResponseReturnValue:
        status = error.code or 500
        if status < 400:
            return error.get_response()
        response = answer(
            ProvisoError(OF_STATUS.get(status, "request-wrong" if status < 500 else "portal-fault")), status
        )
        for name, value in error.get_headers():
            if name in {"Allow", "Retry-After"}:
                response.headers[name] = value
        return response

    @app.errorhandler(Exception)
    def fault(error: Exception) -> ResponseReturnValue:
        reference = request_id()
        # The kind of fault and where it was, never its message: that may quote what a person sent.
        log.error("fault %s: %s in %s at %s", reference, type(error).__name__, request.endpoint, _place(error))
        return answer(ProvisoError("portal-fault", reference=reference), 500)


def answer(error: ProvisoError, status: int) -> Response:
    """Make the page of an error, or its problem details (RFC 9457) for programs and who prefers JSON."""
    if request.path.startswith(PROGRAMS) or request.accept_mimetypes.best_match(["text/html", *_JSON]) in _JSON:
        return problem(error, status)
    explanation = told(house().policy, error.decision) if isinstance(error, GateRefused) else None
    return make_response(
        render_template(
            "error.html", error=error, status=status, phrase=HTTPStatus(status).phrase, explanation=explanation
        ),
        status,
    )


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace is not None else "-"
