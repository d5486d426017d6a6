"""The headers of every answer: one strict content security policy, and no copy left in any cache."""

from flask import Flask, Response, request

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'none'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}

SANDBOX = "sandbox; default-src 'none'"
"""The policy of files that are handed out: whatever a browser makes of them, nothing in them runs."""

HSTS = "max-age=31536000; includeSubDomains"
STATIC = frozenset({"static", "bootstrap.static", "security.static"})


def protect(app: Flask) -> None:
    """Put the headers on every answer of the app, errors included."""

    @app.after_request
    def add(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.is_secure:
            response.headers.setdefault("Strict-Transport-Security", HSTS)
        if request.endpoint not in STATIC or response.status_code >= 400:
            # Personal or not: a page here depends on who looks, so no cache may keep it.
            response.headers["Cache-Control"] = "no-store"
        return response
