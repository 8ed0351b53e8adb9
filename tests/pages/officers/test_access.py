"""Every route of the site with every role: who gets in, and what the others are told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from consult.rules.permissions import Access, Role

# Written out here, so that a page does not change who may open it without this test being changed too.
PUBLIC_PARTS = (
    "before_answering.",
    "coming_back.",
    "documents.",
    "formats.",
    "hub.",
    "media.",
    "paper.",
    "public.",
    "receipts.",
    "respond.",
    "results.",
    "static",
    "who_answered.",
    "wording_choice.",
)
EXPECTED = {
    "signing_in.sign_in": Access.PUBLIC,
    "signing_in.sign_out": Access.SIGNED_IN,
    "accounts.password": Access.SIGNED_IN,
    "accounts.index": Access.ADMINISTRATOR,
    "accounts.add": Access.ADMINISTRATOR,
    "officer.dashboard": Access.SIGNED_IN,
    "formats.index": Access.OFFICER,
    "formats.done": Access.OFFICER,
    "formats.again": Access.OFFICER,
    "paper.for_officers": Access.OFFICER,
    "paper.download_for_officers": Access.OFFICER,
    "paper.make_all": Access.OFFICER,
    "safeguarding.harm": Access.SAFEGUARDING,
    "safeguarding.decide_harm": Access.SAFEGUARDING,
    "safeguarding.reopen_harm": Access.SAFEGUARDING,
}
FACILITATORS_PARTS = ("events.", "group_counts.")
OFFICERS_PARTS = (
    "announcing.",
    "comparisons.",
    "headlines.",
    "reach.",
    "officer.",
    "tables.",
    "wordings.",
    "responses.",
    "themes.",
    "comments.",
    "theme_history.",
    "quotations.",
    "safeguarding.",
    "commitments.",
    "publishing.",
    "likenesses.",
    "work.",
)
GETS_IN = {
    Access.PUBLIC: {"visitor", "outsider", "facilitator", "officer", "administrator"},
    Access.SIGNED_IN: {"outsider", "facilitator", "officer", "administrator"},
    Access.FACILITATOR: {"facilitator", "officer"},
    Access.OFFICER: {"officer"},
    # Nobody of these is the safeguarding lead or deputy.
    Access.SAFEGUARDING: set(),
    Access.ADMINISTRATOR: {"administrator"},
}
ARGUMENTS: dict[str, Any] = {
    "slug": "send-strategy",
    "membership_id": 1,
    "job_id": 1,
    "publication_id": 1,
    "row": 1,
    "decision_id": 1,
    "proposal": 1,
    "flag_id": 1,
}
MEMBERS = ("facilitator", "officer")
ROLES = ("visitor", "outsider", "facilitator", "officer", "administrator")


def expected_access(endpoint: str) -> Access | None:
    """Who may open a route, by this test's own list; None for a route that it does not know."""
    if endpoint in EXPECTED:
        return EXPECTED[endpoint]
    for parts, access in (
        (PUBLIC_PARTS, Access.PUBLIC),
        (FACILITATORS_PARTS, Access.FACILITATOR),
        (OFFICERS_PARTS, Access.OFFICER),
    ):
        if endpoint.startswith(parts):
            return access
    return None


def routes(app: Flask) -> Iterator[tuple[str, str, str]]:
    """(endpoint, method, address) of everything that the site answers."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        arguments = {name: ARGUMENTS.get(name, "something") for name in rule.arguments}
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule.endpoint, method, adapter.build(rule.endpoint, arguments, method=method)


@pytest.fixture
def browsers(request, app, consultation, visitor, outsider, facilitator, officer, administrator):
    """A browser and a token of each role, in front of a site whose views only say that they ran."""
    found = {name: request.getfixturevalue(name) for name in ROLES}
    tokens = {name: browser.token() for name, browser in found.items()}
    for endpoint, view in list(app.view_functions.items()):
        if endpoint not in ("static", "signing_in.sign_in"):
            app.view_functions[endpoint] = _says_that_it_ran(view)
    return {name: (browser.client, tokens[name]) for name, browser in found.items()}


def _says_that_it_ran(view: Any) -> Any:
    def ran(**_arguments: object) -> str:
        return "it ran"

    ran.access = view.access
    return ran


def _outcome(client: Any, token: str, method: str, address: str) -> str:
    reply = client.open(address, method=method, headers={"X-CSRFToken": token})
    if reply.status_code == 302 and reply.location.startswith("/sign-in?next="):
        return "asked to sign in"
    return "it ran" if reply.get_data(as_text=True) == "it ran" else str(reply.status_code)


def test_this_test_knows_every_route(app):
    unknown = [endpoint for endpoint in app.view_functions if expected_access(endpoint) is None]
    assert not unknown


def test_every_route_lets_in_whom_it_should_and_nobody_else(app, browsers):
    wrong = []
    for endpoint, method, address in routes(app):
        access = expected_access(endpoint)
        if endpoint in ("static", "signing_in.sign_in") or access is None:
            continue
        for role, (client, token) in browsers.items():
            outcome = _outcome(client, token, method, address)
            if role in GETS_IN[access]:
                expected = "it ran"
            elif role == "visitor":
                expected = "asked to sign in"
            else:
                expected = (
                    "403" if role in MEMBERS and access in (Access.OFFICER, Access.SAFEGUARDING) else "404"
                )
            if outcome != expected:
                wrong.append(f"{role}: {method} {address}: {outcome} instead of {expected}")
    assert not wrong, "\n".join(wrong)


def test_a_post_without_this_visits_token_is_refused_everywhere(app, browsers):
    client, _token = browsers["officer"]
    # A page of answers says itself that the visit timed out, and keeps what was typed.
    posts = [
        (endpoint, address)
        for endpoint, method, address in routes(app)
        if method == "POST" and not endpoint.startswith("respond.")
    ]
    assert posts
    let_through = [address for _, address in posts if client.post(address, data={}).status_code != 400]
    assert not let_through


def test_an_officer_of_one_consultation_is_nobody_in_another(app, browser_of, consultation, samples):
    from consult.services import loading

    with app.app_context():
        other = loading.load_file(samples / "have-your-say" / "consultation.json", by=None).consultation
    officer = browser_of("Una Officer", team=consultation, role=Role.OFFICER)
    assert officer.client.get(f"/officer/{consultation.slug}/").status_code == 200
    assert officer.client.get(f"/officer/{other.slug}/").status_code == 404
    assert officer.client.get("/officer/there-is-none/").status_code == 404


def test_a_view_that_does_not_say_who_may_open_it_keeps_the_site_from_starting(app):
    from consult.pages import access

    app.view_functions["officer.forgotten"] = lambda: "open to all"
    with pytest.raises(RuntimeError, match=r"officer\.forgotten"):
        access.require_declarations(app)


@pytest.mark.parametrize("what", ["someone", "of-a-closed-account"])
def test_a_token_that_is_not_of_an_account_in_use_opens_nothing(app, visitor, officer, what):
    if what == "someone":
        browser = visitor
        with browser.client.session_transaction() as session:
            session["sign_in_token"] = "made up"
    else:
        from consult.store.accounts import account_by_email
        from consult.store.transactions import transaction

        browser = officer
        with app.app_context(), transaction():
            account_by_email("olu.officer@example.org").is_active = False
    assert browser.visit("/officer/").heading == "Sign in"


@pytest.mark.parametrize(
    "address",
    [
        "/officer/%00/",
        "/officer/send-strategy/events/%00",
        "/officer/send-strategy/events/family_group/notes/%00/remove",
        "/officer/send-strategy/responses/a%00b",
        "/officer/send-strategy/themes/%00",
        "/officer/send-strategy/commitments/%00",
        "/officer/send-strategy/appendix/99999999999999999999",
        "/officer/send-strategy/work/99999999999999999999",
        "/officer/send-strategy/themes/quotations/%00",
    ],
)
def test_an_address_that_no_database_can_look_up_is_not_found(officer, address):
    assert officer.client.get(address).status_code == 404


def test_a_page_number_that_is_no_number_is_the_first_page(officer):
    for typed in ("%00", "1e9", "-1", "99999999999999999999999", "two"):
        assert officer.visit(f"/officer/send-strategy/responses?page={typed}").status == 200
