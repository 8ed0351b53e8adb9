"""Signing in, being sent on, and being refused."""

from __future__ import annotations

import pytest

from consult.pages.addresses import own_path


@pytest.fixture
def sign_in(visitor, browser_of, password):
    """Type an address and a password on the sign-in page; there is one account."""
    browser_of("Sam Staff")

    def type_in(email="sam.staff@example.org", typed=password, address="/sign-in"):
        return visitor.press(visitor.visit(address), "Sign in", email=email, password=typed)

    return type_in


def test_the_right_password_leads_to_the_persons_consultations(sign_in):
    page = sign_in()
    assert (page.address, page.heading) == ("/officer/", "Your consultations")
    assert "sam.staff@example.org" in page.words
    assert "Sign out" in page.buttons()


@pytest.mark.parametrize(
    ("email", "typed"),
    [("sam.staff@example.org", "not these words"), ("nobody@example.org", "three words that do not belong")],
)
def test_a_wrong_password_and_an_unknown_address_are_answered_alike(sign_in, email, typed):
    page = sign_in(email, typed)
    assert (page.status, page.errors) == (400, {"email": "The email address or the password is wrong"})
    assert page.title.startswith("Error: ")
    assert typed not in page.text.replace(email, "")


def test_what_is_missing_is_said_beside_its_field(sign_in):
    page = sign_in("", "")
    assert page.errors == {"email": "Enter your email address", "password": "Enter your password"}


def test_after_five_tries_even_the_right_password_waits(sign_in, password):
    for _ in range(5):
        sign_in(typed="wrong")
    page = sign_in(typed=password)
    assert page.status == 429
    assert page.errors == {"email": "There were too many tries. Wait 15 minutes, then try again"}


def test_a_page_that_asks_for_a_sign_in_is_reached_afterwards(visitor, sign_in):
    asked = visitor.visit("/account/password?from=mail")
    assert asked.heading == "Sign in"
    assert sign_in(address=asked.address).address == "/account/password?from=mail"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        "evil.example",
        "",
        "\\/evil.example",
        "///evil.example",
    ],
)
def test_nobody_is_sent_to_another_site(sign_in, visitor, elsewhere):
    assert own_path(elsewhere, "/officer/") == "/officer/"
    page = visitor.visit("/sign-in")
    page = visitor.press(
        page,
        "Sign in",
        email="sam.staff@example.org",
        password="three words that do not belong",
        next=elsewhere,
    )
    assert page.address == "/officer/"


def test_an_own_address_is_kept_with_its_query():
    assert own_path("/officer/a/themes?page=2&words=one two", "/") == "/officer/a/themes?page=2&words=one two"


def test_someone_signed_in_is_not_asked_again(sign_in, visitor):
    sign_in()
    assert visitor.visit("/sign-in").address == "/officer/"


def test_after_signing_out_the_pages_are_closed_and_the_token_is_of_no_use(sign_in, visitor):
    page = sign_in()
    with visitor.client.session_transaction() as session:
        token = session["sign_in_token"]
    page = visitor.press(page, "Sign out")
    assert "You are signed out" in page.messages
    assert visitor.visit("/officer/").heading == "Sign in"
    with visitor.client.session_transaction() as session:
        session["sign_in_token"] = token
    assert visitor.visit("/officer/").heading == "Sign in"


def test_a_sign_in_without_the_pages_token_is_refused(visitor, password):
    reply = visitor.client.post("/sign-in", data={"email": "sam.staff@example.org", "password": password})
    assert reply.status_code == 400
