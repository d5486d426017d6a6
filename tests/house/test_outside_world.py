"""Nothing in the house points outside: no third party, no package registry, no trace of the tools it was made with."""

import re

import pytest

from repository import OURS, texts

URL = re.compile(r"(?:https?:|wss?:|ftp:)?//(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)", re.IGNORECASE)
NAMES_ONLY = {
    # Identifiers of formats, which only look like addresses; nobody fetches them.
    *("www.w3.org", "www.aiim.org", "ns.adobe.com", "purl.org", "json-schema.org", "w3id.org"),
    "127.0.0.1",
}
EXAMPLES = re.compile(r"(^|\.)(example|example\.(com|org|net)|test|invalid|localhost)$")


def outside(text: str) -> set[str]:
    hosts = {found["host"].lower() for found in URL.finditer(text)}
    return {host for host in hosts - NAMES_ONLY if not EXAMPLES.search(host)}


@pytest.mark.parametrize("folder", [*OURS, "config"])
def test_no_page_style_script_or_program_names_an_address_outside(folder):
    suffixes = (".py", ".html", ".css", ".js", ".svg", ".toml", ".yaml", ".txt", ".mako", ".xml")
    found = {name: hosts for name, text in texts(folder, suffixes=suffixes) if (hosts := outside(text))}
    assert not found


def test_templates_load_nothing_but_what_this_machine_serves():
    loads = re.compile(r"""(?:\b(?:src|srcset|action|poster|data)\s*=\s*|<link[^>]*href\s*=\s*)["'](?:https?:)?//""")
    assert not [name for name, text in texts("platform", "reports", suffixes=(".html", ".svg")) if loads.search(text)]


def test_no_file_names_a_package_registry():
    # Put together here, so that this file does not name one either.
    hosts = (
        ".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("registry", "npmjs"), ("npmjs", "org"))
    )
    words = (*hosts, "-".join(("--extra", "index", "url")), "-".join(("--index", "url")), "deb.debian" + ".org")
    assert not [(name, word) for name, text in texts() for word in words if word in text.lower()]


def test_no_file_tells_what_it_was_written_with():
    words = "|".join(
        ("co-authored" + "-by", "chat" + "gpt", "open" + "ai", "co" + "pilot", "an" + "thropic", "cl" + "aude")
    )
    assert not [name for name, text in texts() if re.search(rf"\b({words})\b", text, re.IGNORECASE)]
