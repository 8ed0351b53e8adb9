"""One's own password, and an administrator's list of accounts."""

from __future__ import annotations

NEW = "a new one of many words"


def test_a_new_password_holds_and_signs_other_browsers_out(browser_of, password):
    here, elsewhere = browser_of("Sam Staff"), browser_of("Sam Staff")
    page = here.press(here.visit("/account/password"), "Change password", current=password, new=NEW)
    assert "Your password is changed" in page.messages
    assert here.visit("/officer/").heading == "Your consultations"
    assert elsewhere.visit("/officer/").heading == "Sign in"
    again = elsewhere.press(
        elsewhere.visit("/sign-in"), "Sign in", email="sam.staff@example.org", password=NEW
    )
    assert again.heading == "Your consultations"


def test_the_password_of_now_is_asked_and_the_new_one_must_be_long(browser_of, password):
    browser = browser_of("Sam Staff")
    page = browser.visit("/account/password")
    wrong = browser.press(page, "Change password", current="not this", new=NEW)
    assert (wrong.status, wrong.errors) == (400, {"current": "This is not the password that you use now"})
    short = browser.press(page, "Change password", current=password, new="short")
    assert (short.status, short.errors) == (400, {"new": "Use a password of 12 to 256 characters"})
    assert browser.visit("/officer/").heading == "Your consultations"


def test_an_administrator_adds_an_account_that_can_sign_in(administrator, visitor):
    page = administrator.visit("/accounts/")
    assert "ada.administrator@example.org" in page.words
    page = administrator.press(
        administrator.visit(page.link("Add an account")),
        "Add account",
        name="Nia New",
        email=" Nia@Example.org ",
        password=NEW,
    )
    assert page.address == "/accounts/"
    assert "Nia New can sign in now" in page.messages
    assert page.row("nia@example.org").startswith("Nia New nia@example.org, added ")
    signed_in = visitor.press(visitor.visit("/sign-in"), "Sign in", email="nia@example.org", password=NEW)
    assert signed_in.heading == "Your consultations"


def test_an_account_is_refused_with_the_reason_beside_its_field(administrator):
    page = administrator.visit("/accounts/add")
    filled = {"name": "Nia", "email": "nia@example.org", "password": NEW}
    for changed, errors in (
        ({"name": " "}, {"name": "Enter the person's name"}),
        ({"email": "nia"}, {"email": "Enter an email address, like name@example.org"}),
        ({"password": "short"}, {"password": "Use a password of 12 to 256 characters"}),
        (
            {"email": "ada.administrator@example.org"},
            {"email": "There is an account for ada.administrator@example.org already"},
        ),
        ({"name": "a\x00b"}, {"name": "There was a character in it that cannot be shown. Look at it again."}),
    ):
        refused = administrator.press(page, "Add account", **{**filled, **changed})
        assert (refused.status, refused.errors) == (400, errors)
    assert "nia@example.org" not in administrator.visit("/accounts/").words
