"""A visitor that is a program: opens an account in the running portal, logs in, and sends files, as a browser would."""

import http.cookiejar
import re
import time
import urllib.error
import urllib.request
from urllib.parse import urlencode

PASSWORD = "four quiet grey herons"


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args, **_named):
        return None


class ProgramVisitor:
    """One account; every answer is a status, a body and where it points."""

    def __init__(self, base: str, email: str) -> None:
        self.base = base
        self._open = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()), _Stay()
        ).open
        born = {"day": "31", "month": "3", "year": "1980"}
        self._post("/register", {"email": email, "password": PASSWORD, **born})
        self._post("/login", {"email": email, "password": PASSWORD})

    def get(self, path: str) -> tuple[int, str, str]:
        """Ask for a page."""
        return self._ask(urllib.request.Request(self.base + path))

    def send(self, name: str, content: bytes) -> tuple[int, str, str]:
        """Upload a file under a name, which goes out as it is."""
        boundary = "----proviso-test-boundary"
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="'.encode()
        token = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{self._token("/documents/new")}'
        )
        body = (
            token.encode() + b"\r\n" + head + name.replace('"', "%22").encode("utf-8", "surrogatepass") + b'"\r\n'
            + b"Content-Type: image/png\r\n\r\n" + content + f"\r\n--{boundary}--\r\n".encode()
        )  # fmt: skip
        kind = {"Content-Type": f"multipart/form-data; boundary={boundary}", "Referer": self.base + "/documents/new"}
        while True:
            answer = self._ask(urllib.request.Request(self.base + "/documents/new", data=body, headers=kind))
            if answer[0] != 429:
                return answer
            time.sleep(5)

    def post(self, path: str, page: str) -> tuple[int, str, str]:
        """Press a button on a page."""
        return self._post(path, {}, page)

    def _post(self, path: str, fields: dict[str, str], page: str = "") -> tuple[int, str, str]:
        data = urlencode({**fields, "csrf_token": self._token(page or path)}).encode()
        return self._ask(urllib.request.Request(self.base + path, data=data, headers={"Referer": self.base + path}))

    def _token(self, path: str) -> str:
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get(path)[1])
        assert found, path
        return found[1]

    def _ask(self, request: urllib.request.Request) -> tuple[int, str, str]:
        try:
            with self._open(request, timeout=120) as answer:
                return answer.status, answer.read().decode(), answer.headers.get("Location", "")
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode(), refused.headers.get("Location", "")
