"""A passkey is added in the account and opens it later without a password; log-ins are seen and ended."""

from playwright.sync_api import expect


def test_a_passkey_logs_in_without_a_password(visit, living, sign_up):
    pia = visit()
    page = pia.page
    keys = pia.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_up(pia, "pia@example.com")
    pia.go("/account")
    pia.look("account")
    page.get_by_role("link", name="Add a passkey").click()
    pia.look("account-passkey")
    page.get_by_label("Name of this passkey").fill("blue key")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("blue key, to log in")).to_be_visible()
    pia.look("account-with-passkey")
    page.get_by_role("button", name="Log out").first.click()
    pia.go("/documents")
    page.get_by_role("link", name="Log in with a passkey").click()
    pia.look("passkey-log-in")
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_role("heading", name="Your documents")).to_be_visible()

    other = visit()
    other.go("/login")
    other.page.get_by_label("E-mail address").fill("pia@example.com")
    other.page.get_by_label("Password").fill("four quiet grey herons")
    other.page.get_by_role("button", name="Log in").click()
    expect(other.page.get_by_role("heading", name="Your documents")).to_be_visible()
    pia.go("/account")
    page.get_by_role("button", name="End all others").click()
    expect(page.get_by_text("You are logged in here and nowhere else.")).to_be_visible()
    pia.look("account-sessions")
    other.go("/documents")
    expect(other.page.get_by_role("heading", name="Log in")).to_be_visible()
