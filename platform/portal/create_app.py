"""The portal as one Flask application, built once when a web process starts."""

from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from flask_bootstrap import Bootstrap5
from flask_openapi.openapi import OpenAPI
from werkzeug.local import LocalProxy
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import account, contact, guardian, mailbox, operating, registration
from portal.accounts import configure, open_doors
from portal.agents.protocol import drp
from portal.api.door import refuse_fields
from portal.api.open import open_api
from portal.arrival import FORM_BYTES
from portal.auditor import accesses, entries, matching, packages, replays, samples
from portal.auditor import pages as auditor
from portal.auditor import registers as audited
from portal.dpo import (
    cases,
    decisions,
    derived,
    holds,
    policies,
    policy_rules,
    receivers,
    registers,
    retention,
    reviews,
    today,
    verdicts,
)
from portal.dpo import pages as dpo
from portal.dpo import requests as desk
from portal.errors import speak
from portal.formats import teach
from portal.headers import protect
from portal.languages import speak_languages
from portal.limits import limit
from portal.memory_request import MemoryRequest
from portal.navigation import duties, navigation
from portal.placed import watch_cookies
from portal.privacy import pages as privacy
from portal.privacy.signal import heed
from portal.public import pages as public
from portal.rights import following
from portal.subject import certificates, copies, tokens
from portal.subject import pages as subject
from store.build import House, build_house
from store.settings import Settings, load_settings


class Portal(OpenAPI):
    """A Flask application whose requests keep uploads in memory and whose API describes itself."""

    request_class = MemoryRequest


def create_app(settings: Settings | None = None, house: House | None = None) -> Flask:
    """Build the portal over a house; without one, the house of the settings (else of this machine) is opened.

    Raises ProvisoError when settings, policy or storage cannot be used.
    """
    house = house or build_house(settings or load_settings())
    app = Portal("portal", root_path=str(Path(__file__).parent), doc_ui=False, validation_error_callback=refuse_fields)
    app.extensions["proviso"] = house.services
    app.extensions["proviso-house"] = house
    app.extensions["proviso-too-large"] = {"subject.new": subject.refuse_too_large}
    limits = house.services.limits
    app.config.update(
        MAX_CONTENT_LENGTH=limits.upload_bytes + FORM_BYTES,
        BOOTSTRAP_SERVE_LOCAL=True,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
        TRUSTED_HOSTS=_hosts(house.settings),
        PORTAL_COUNTER=_counter(house.settings.redis_url),
    )
    if proxies := house.settings.web.trusted_proxies:
        # Who asks, and whether over TLS, is what our own proxies say; what others wrote before them is not believed.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=0)  # type: ignore[method-assign]
    services = house.services
    # Looked up at each use, since another policy may have taken over since the last page.
    app.jinja_env.globals.update(policy=LocalProxy(lambda: services.policy), navigation=navigation, duties=duties)
    app.jinja_env.globals.update(coming_change=lambda: services.in_force.coming(services.now()))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    configure(app, house)
    Bootstrap5(app)
    teach(app)
    protect(app)
    speak(app)
    watch_cookies(app, house.services)
    guard = open_doors(app, house)
    speak_languages(app, "contact", "guardian", "mailbox", "privacy", "public.changes", "requests")
    heed(app)
    subjects = (subject.pages, copies.pages, certificates.pages, following.pages)
    desks = (dpo.pages, desk.pages, decisions.pages, verdicts.pages)
    audits = (auditor, matching, packages, entries, replays, samples, accesses, audited)
    for pages in (public, registration.pages, mailbox.pages, account.pages, privacy.pages, *subjects, *desks):
        app.register_blueprint(pages)
    for kept in (registers, derived, reviews):
        app.register_blueprint(kept.pages)
    for audit in audits:
        app.register_blueprint(audit.pages)
    app.register_blueprint(today.pages)
    app.register_blueprint(contact.pages)
    app.register_blueprint(guardian.pages)
    app.register_blueprint(cases.pages)
    app.register_blueprint(tokens.pages)
    app.register_blueprint(operating.pages)
    app.register_blueprint(receivers.pages)
    app.register_blueprint(policies.pages)
    app.register_blueprint(policy_rules.pages)
    app.register_blueprint(retention.pages)
    app.register_blueprint(holds.pages)
    open_api(app)
    app.register_blueprint(drp)
    # Agents sign what they send, and no browser does that by itself.
    guard.exempt(drp)
    # A mail program has no form of ours; what it may do is one thing, and a sealed word of ours names for whom.
    guard.exempt(app.view_functions["mailbox.unsubscribe"])
    limit(app)
    return app


def _hosts(settings: Settings) -> list[str]:
    named = {urlsplit(settings.web.address).hostname or "localhost", "localhost", "127.0.0.1", "[::1]"}
    return sorted(named)


def _counter(redis_url: str) -> str:
    return f"redis+{redis_url}" if redis_url.startswith("unix://") else redis_url
