"""Pages of one's own account and of logging in, and who may see them: statuses by role, in the order of `ROLES`."""

ROLES = ("visitor", "subject", "other", "dpo", "auditor")


def row(*statuses: int) -> dict[str, int]:
    """Give the statuses to the roles."""
    return dict(zip(ROLES, statuses, strict=True))


ALL = row(200, 200, 200, 200, 200)
OWN_ACCOUNT = row(303, 200, 200, 200, 200)
AFTER_LOG_IN = row(302, 200, 200, 200, 200)
ELSEWHERE = row(302, 302, 302, 302, 302)
NOWHERE = row(404, 404, 404, 404, 404)

ACCOUNT_PAGES = {
    "privacy.centre": ALL,
    "privacy.consents": OWN_ACCOUNT,
    "privacy.cookies": ALL,
    "privacy.do_not_sell": ALL,
    # The word that is asked for is the subject's.
    "privacy.record": row(303, 200, 404, 404, 404),
    "privacy.gpc": ALL,
    "account.overview": OWN_ACCOUNT,
    "account.email": OWN_ACCOUNT,
    "account.close": OWN_ACCOUNT,
    "account.confirm_email": OWN_ACCOUNT,
    "account.second_step": OWN_ACCOUNT,
    "account.confirmed": ALL,
    "security.change_password": AFTER_LOG_IN,
    "security.confirm_email": ELSEWHERE,
    "security.forgot_password": ALL,
    "security.mf_recovery": ELSEWHERE,
    "security.mf_recovery_codes": AFTER_LOG_IN,
    "security.reset_password": ELSEWHERE,
    "security.send_confirmation": ALL,
    "security.tf_select": ELSEWHERE,
    "security.two_factor_rescue": NOWHERE,
    "security.two_factor_setup": AFTER_LOG_IN,
    "security.two_factor_token_validation": row(302, 303, 303, 303, 303),
    "security.verify": AFTER_LOG_IN,
    "security.wan_delete": ELSEWHERE,
    "security.wan_register": AFTER_LOG_IN,
    "security.wan_signin": row(200, 302, 302, 302, 302),
    "security.wan_verify": AFTER_LOG_IN,
}

ACCOUNT_ACTS = {
    "account.confirm_email": row(303, 400, 400, 400, 400),
    "account.email": row(303, 422, 422, 422, 422),
    "account.close": row(303, 422, 422, 422, 422),
    "privacy.consent": row(303, 400, 400, 400, 400),
    "privacy.document": row(303, 303, 404, 404, 404),
    "privacy.objection": row(303, 400, 400, 400, 400),
    "privacy.all_cookies": row(303, 400, 400, 400, 400),
    "privacy.opt_out": row(303, 400, 400, 400, 400),
    # The log-in that is ended is the subject's: to everybody else there is no such thing.
    "account.end": row(303, 303, 404, 404, 404),
    "account.end_others": row(303, 303, 303, 303, 303),
    "account.profile": row(303, 303, 303, 303, 303),
    "security.change_password": AFTER_LOG_IN,
    "security.confirm_email": ELSEWHERE,
    "security.forgot_password": ALL,
    "security.mf_recovery": ELSEWHERE,
    "security.mf_recovery_codes": AFTER_LOG_IN,
    "security.reset_password": ELSEWHERE,
    "security.send_confirmation": ALL,
    "security.tf_select": ELSEWHERE,
    "security.two_factor_rescue": NOWHERE,
    "security.two_factor_setup": AFTER_LOG_IN,
    "security.two_factor_setup_validate": ELSEWHERE,
    "security.two_factor_token_validation": row(302, 303, 303, 303, 303),
    "security.verify": AFTER_LOG_IN,
    "security.wan_delete": ELSEWHERE,
    "security.wan_register": AFTER_LOG_IN,
    "security.wan_register_response": ELSEWHERE,
    "security.wan_signin": row(200, 302, 302, 302, 302),
    "security.wan_signin_response": ELSEWHERE,
    "security.wan_verify": AFTER_LOG_IN,
    "security.wan_verify_response": ELSEWHERE,
}
