"""People of each role in front of the site, and a browser that reads strictly and presses what it finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest
from argon2 import PasswordHasher

from consult.rules.permissions import Role
from consult.services import loading, requesting_work, reviewing, setting_up_samples, signing_in
from consult.store import accounts, consultations, responses, understanding
from consult.store.accounts import Account
from consult.store.consultations import Consultation, Membership
from consult.store.responses import Comment
from consult.store.transactions import transaction
from consult.store.understanding import SuggestedCoding, SuggestedTheme

PASSWORD = "three words that do not belong"


def words_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


@dataclass
class Page:
    """What came back, read by a parser that refuses faults."""

    address: str
    status: int
    text: str
    root: Element = field(repr=False)
    headers: Any = field(repr=False, default=None)

    def find(self, tag: str, **wanted: str) -> list[Element]:
        names = {name.rstrip("_").replace("_", "-"): value for name, value in wanted.items()}
        return [
            element
            for element in self.root.iter(tag)
            if all(
                value in (*element.get(name, "").split(), element.get(name)) for name, value in names.items()
            )
        ]

    @property
    def title(self) -> str:
        return words_of(self.find("title")[0])

    @property
    def heading(self) -> str:
        return words_of(self.find("h1")[0])

    @property
    def words(self) -> str:
        return words_of(self.find("main")[0])

    @property
    def messages(self) -> str:
        return " ".join(words_of(element) for element in self.find("div", class_="govuk-notification-banner"))

    @property
    def errors(self) -> dict[str, str]:
        """The error summary: message by the id of the element that it leads to, which must be there."""
        links = [link for box in self.find("div", class_="govuk-error-summary") for link in box.iter("a")]
        found = {link.get("href", "")[1:]: words_of(link) for link in links}
        ids = {element.get("id") for element in self.root.iter()}
        assert set(found) <= ids, f"an error leads nowhere: {set(found) - ids}"
        return found

    def link(self, words: str) -> str:
        """Where the link with these words leads, or the first that begins with them."""
        links = sorted(self.find("a"), key=lambda link: words_of(link) != words)
        found = [link.get("href", "") for link in links if words_of(link).startswith(words)]
        assert found, f"no link “{words}” in {self.address}"
        return urljoin(self.address, found[0])

    def buttons(self) -> list[str]:
        return [words_of(button) for button in self.find("button")]

    def fields(self, name: str) -> list[Element]:
        controls = (element for tag in ("input", "select", "textarea") for element in self.find(tag))
        return [element for element in controls if element.get("name") == name]

    def fact(self, label: str) -> str:
        """What a list of facts says under a label."""
        pairs = [(list(box.iter("dt")), list(box.iter("dd"))) for box in self.find("div")]
        single = [(labels[0], said[0]) for labels, said in pairs if len(labels) == len(said) == 1]
        found = [words_of(value) for name, value in single if words_of(name) == label]
        assert found, f"no fact “{label}” in {self.address}"
        return found[0]

    def row(self, words: str) -> str:
        """The words of the list item that has these words."""
        found = [words_of(item) for item in self.find("li") if words in words_of(item)]
        assert found, f"no item “{words}” in {self.address}"
        return min(found, key=len)


@dataclass
class Browser:
    """One person's browser. Forms are sent as a browser would send them, with what stood in them."""

    client: Any
    account: Account | None = None

    def visit(self, address: str) -> Page:
        return self._page(self.client.get(address, follow_redirects=True))

    def send(self, address: str, **fields: Any) -> Any:
        """A post that no page offered, with this visit's own token, not followed."""
        return self.client.post(address, data={"csrf_token": self.token(), **fields})

    def token(self) -> str:
        page = self.visit("/officer/" if self.account else "/sign-in")
        return page.find("input", name="csrf_token")[0].get("value", "")

    def press(self, page: Page, words: str, /, **fields: Any) -> Page:
        button = next((b for b in page.find("button") if words_of(b).startswith(words)), None)
        assert button is not None, f"no button “{words}” in {page.address}; there are {page.buttons()}"
        form = next(form for form in page.find("form") if button in list(form.iter()))
        data = self._filled(form)
        for name, value in fields.items():
            assert any(e.get("name") == name for e in form.iter()), (
                f"no field {name} in the form of “{words}”"
            )
            data[name] = value
        if button.get("name"):
            data[button.get("name")] = button.get("value", "")
        address = urljoin(page.address, form.get("action") or page.address)
        if form.get("method", "get") == "get":
            # A browser puts the form's own values in place of the query that the address had.
            address = address.partition("?")[0]
            return self._page(self.client.get(address, query_string=data, follow_redirects=True))
        return self._page(self.client.post(address, data=data, follow_redirects=True))

    @staticmethod
    def _filled(form: Element) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for element in form.iter():
            name, value = element.get("name"), element.get("value", "")
            if not name or element.tag == "button":
                continue
            if element.tag == "textarea":
                data[name] = "".join(element.itertext())
            elif element.tag == "select":
                options = list(element.iter("option"))
                chosen = next((o for o in options if o.get("selected") is not None), options[0])
                data[name] = chosen.get("value", "")
            elif element.get("type") in ("checkbox", "radio"):
                if element.get("checked") is not None:
                    data.setdefault(name, []).append(value)
            elif element.tag == "input":
                data[name] = value
        return data

    @staticmethod
    def _page(reply: Any) -> Page:
        text = reply.get_data(as_text=True)
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        root = parser.parse(text)
        parts = urlsplit(reply.request.url)
        address = parts.path + (f"?{parts.query}" if parts.query else "")
        return Page(address, reply.status_code, text, root, reply.headers)


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same hash with little work, so that tests do not wait for it."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(signing_in, "_hasher", hasher)
    monkeypatch.setattr(signing_in, "_nobody", hasher.hash("nobody has this password"))


@pytest.fixture
def password() -> str:
    return PASSWORD


@pytest.fixture
def consultation(app) -> Consultation:
    """The sample consultation with its responses and events."""
    with app.app_context():
        return setting_up_samples.set_up(app.extensions["codes"], "send-strategy", by=None)


@pytest.fixture
def empty_consultation(app, samples) -> Consultation:
    """The same consultation before anything was received."""
    with app.app_context():
        return loading.load_file(samples / "send-strategy" / "consultation.json", by=None).consultation


@pytest.fixture
def browser_of(app) -> Callable[..., Browser]:
    """A browser of somebody: with an account, in the team in a role, or nobody.

    The application's context is left before any page is asked for: a request in it would share what it keeps.
    """

    def make(
        name: str | None = None,
        *,
        team: Consultation | None = None,
        role: Role | None = None,
        administrator=False,
    ) -> Browser:
        browser = Browser(app.test_client())
        if name is None:
            return browser
        email = f"{name.lower().replace(' ', '.')}@example.org"
        with app.app_context():
            browser.account = accounts.account_by_email(email) or signing_in.add_account(
                email, name, PASSWORD, administrator=administrator
            )
            if team is not None and role is not None:
                _join(team, browser.account, role)
            token = signing_in.sign_in(app.extensions["codes"], email, PASSWORD)
        with browser.client.session_transaction() as session:
            session["sign_in_token"] = token
        return browser

    return make


def _join(team: Consultation, account: Account, role: Role) -> None:
    with transaction():
        consultations.add(Membership(consultation_id=team.id, account_id=account.id, role=role.value))


@pytest.fixture
def visitor(browser_of) -> Browser:
    return browser_of()


@pytest.fixture
def officer(browser_of, consultation) -> Browser:
    return browser_of("Olu Officer", team=consultation, role=Role.OFFICER)


@pytest.fixture
def facilitator(browser_of, consultation) -> Browser:
    return browser_of("Fay Facilitator", team=consultation, role=Role.FACILITATOR)


@pytest.fixture
def outsider(browser_of, consultation) -> Browser:
    """Signed in, and in no team."""
    return browser_of("Oz Outsider")


@pytest.fixture
def administrator(browser_of) -> Browser:
    return browser_of("Ada Administrator", administrator=True)


@pytest.fixture
def suggest(app, consultation) -> Callable[..., int]:
    """Finish an analysis that suggests given themes for given comments, and take its suggestions."""

    def finish(themes: dict[str, list[str]], *, sentiment: dict[str, float] | None = None, take=True) -> int:
        with app.app_context():
            return _finish_analysis(consultation, themes, sentiment or {}, take=take)

    return finish


def _finish_analysis(
    consultation: Consultation, themes: dict[str, list[str]], sentiment: dict[str, float], *, take: bool
) -> int:
    job = requesting_work.request(
        consultation, requesting_work.ANALYSIS, {}, by=None, enqueue=lambda _job_id: None
    )
    suggested = [
        SuggestedTheme(job_id=job.id, number=number, name=name, words=["school", "bus"], typical=members[-1:])
        for number, (name, members) in enumerate(themes.items())
    ]
    number_of = {reference: number for number, members in enumerate(themes.values()) for reference in members}
    codings = [
        SuggestedCoding(
            job_id=job.id,
            comment_reference=comment.reference,
            theme_number=number_of.get(comment.reference),
            sentiment=sentiment.get(comment.reference),
        )
        for comment in responses.comments(consultation)
    ]
    with transaction():
        understanding.replace_suggestions(job.id, suggested, codings)
    requesting_work.finish(job.id, dataset_digest=None)
    if take:
        reviewing.adopt(consultation, job.id, by=None)
    return job.id


@pytest.fixture
def said(app, consultation) -> list[Comment]:
    """Every comment of the consultation, in the order of its reference."""
    with app.app_context():
        return responses.comments(consultation)
