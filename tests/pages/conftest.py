"""A visitor who reads every page strictly, as a browser and a screen reader would, and fills in forms."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from consult.rules.permissions import Role
from consult.services import loading, setting_up_samples, signing_in
from consult.store.database import db
from consult.store.responses import Draft, Response

EVERY_TYPE = Path(__file__).parent / "fixtures" / "every_type.json"
SLUG = "every-type"
CONTROLS = ("input", "select", "textarea")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def words(element: ElementTree.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _has(element: ElementTree.Element, wanted: dict[str, str]) -> bool:
    """Whether each attribute is the value, or holds it as one of its words."""
    return all(value in (*element.get(name, "").split(), element.get(name)) for name, value in wanted.items())


@dataclass(frozen=True)
class Form:
    """A form of a page with what a browser would send from it."""

    method: str
    action: str
    values: MultiDict[str, str]


@dataclass(frozen=True)
class ReadPage:
    """A page that was parsed without a single fault."""

    status: int
    tree: ElementTree.Element
    response: TestResponse

    @property
    def title(self) -> str:
        return words(self.all("title")[0])

    @property
    def heading(self) -> str:
        return words(self.all("h1")[0])

    @property
    def text(self) -> str:
        return words(self.all("main")[0])

    @property
    def address(self) -> str:
        return self.response.request.path

    @property
    def headings(self) -> list[str]:
        return [words(element) for element in self.tree.iter() if element.tag in HEADINGS]

    def all(self, tag: str, **attributes: str) -> list[ElementTree.Element]:
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [element for element in self.tree.iter(tag) if _has(element, wanted)]

    def by_id(self, id_: str) -> ElementTree.Element:
        return next(element for element in self.tree.iter() if element.get("id") == id_)

    @property
    def links(self) -> dict[str, str]:
        return {words(link): link.get("href", "") for link in self.all("a")}

    @property
    def errors(self) -> dict[str, str]:
        """The messages of the error summary by the address of the element that they lead to."""
        found = self.all("div", class_="govuk-error-summary")
        return {link.get("href", ""): words(link) for box in found for link in box.iter("a")}

    @property
    def answers(self) -> dict[str, str]:
        """The rows of the page's lists of answers."""
        rows = self.all("div", class_="govuk-summary-list__row")
        return {words(row.findall("dt")[0]): words(row.findall("dd")[0]) for row in rows}

    def form(self, part_of_action: str) -> Form:
        found = [form for form in self.all("form") if part_of_action in form.get("action", "")]
        assert found, f"no form to {part_of_action} on “{self.title}”"
        return Form(found[0].get("method", "get"), found[0].get("action", ""), _values(found[0]))


def _values(form: ElementTree.Element) -> MultiDict[str, str]:
    values: MultiDict[str, str] = MultiDict()
    for element in form.iter():
        name = element.get("name")
        if element.tag not in CONTROLS or name is None:
            continue
        if element.tag == "textarea":
            values.add(name, (element.text or "").removeprefix("\n"))
        elif element.tag == "select":
            chosen = [option for option in element.iter("option") if "selected" in option.attrib]
            values.add(name, (chosen or list(element.iter("option")))[0].get("value", ""))
        elif element.get("type") not in ("radio", "checkbox") or "checked" in element.attrib:
            values.add(name, element.get("value", "on"))
    return values


def read(response: TestResponse) -> ReadPage:
    """Parse a page and refuse what would trip a browser or a screen reader."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    page = ReadPage(response.status_code, parser.parse(response.text), response)
    _check_ids(page)
    _check_labels(page)
    _check_headings(page)
    _check_policy(page)
    return page


def _check_ids(page: ReadPage) -> None:
    ids = [element.get("id") for element in page.tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids)), f"ids are there twice: {sorted({i for i in ids if ids.count(i) > 1})}"
    for element in page.tree.iter():
        for name in ("aria-describedby", "aria-labelledby", "aria-controls"):
            for target in element.get(name, "").split():
                assert target in ids, f"{name} leads to {target}, which is not there"


def _check_labels(page: ReadPage) -> None:
    controls = {
        element.get("id"): element
        for element in page.tree.iter()
        if element.tag in CONTROLS and element.get("type") != "hidden"
    }
    labelled = {label.get("for") for label in page.all("label")}
    assert labelled == set(controls), f"labels and controls differ: {labelled ^ set(controls)}"


def _check_headings(page: ReadPage) -> None:
    levels = [int(element.tag[1]) for element in page.tree.iter() if element.tag in HEADINGS]
    assert levels.count(1) == 1, f"{levels.count(1)} main headings on “{page.title}”"
    in_main = [int(element.tag[1]) for element in page.all("main")[0].iter() if element.tag in HEADINGS]
    # The summary of errors stands before the main heading, as the design system has it.
    after = in_main[in_main.index(1) :]
    steps = [later - earlier for earlier, later in itertools.pairwise(after)]
    assert all(step <= 1 for step in steps), f"headings skip: {after}"


def _check_policy(page: ReadPage) -> None:
    for element in page.tree.iter():
        assert "style" not in element.attrib, f"a style in a tag: {element.tag}"
        assert not any(name.startswith("on") for name in element.attrib), f"a script in a tag: {element.tag}"
        if element.tag == "script":
            assert element.get("nonce"), "a script without this reply's nonce"
        if element.tag == "form" and element.get("method") == "post":
            assert "csrf_token" in _values(element), f"no token in the form to {element.get('action')}"


class Visitor:
    """A browser with its own cookies that follows redirections and reads strictly."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def get(self, address: str) -> ReadPage:
        return read(self.client.get(address, follow_redirects=True))

    def send(self, page: ReadPage, part_of_action: str, **changes: Any) -> ReadPage:
        """Send a form as a browser would, with some fields filled in differently; None empties one."""
        return read(self.post(page, part_of_action, **changes))

    def post(
        self, page: ReadPage, part_of_action: str, *, follow: bool = True, **changes: Any
    ) -> TestResponse:
        form = page.form(part_of_action)
        values = form.values.copy()
        for name, value in changes.items():
            key = name.replace("__", "-")
            values.setlist(key, [] if value is None else [value] if isinstance(value, str) else list(value))
        return self.client.post(form.action, data=values, follow_redirects=follow)

    def start(self, wording: str = "standard.en", slug: str = SLUG) -> ReadPage:
        return self.send(self.get(f"/consultations/{slug}"), "/answer/start-answering", wording=wording)


class CompiledTemplates(BytecodeCache):
    """Templates that an application before this one has compiled; most of a test's time goes there."""

    def __init__(self) -> None:
        self.compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.compiled:
            bucket.bytecode_from_string(self.compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.compiled[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="session")
def compiled_templates() -> CompiledTemplates:
    return CompiledTemplates()


@pytest.fixture
def app(app: Flask, compiled_templates: CompiledTemplates) -> Flask:
    app.jinja_env.bytecode_cache = compiled_templates
    return app


@pytest.fixture
def every_type(app: Flask) -> str:
    """The address part of an open consultation with every type of question."""
    with app.app_context():
        loading.load_file(EVERY_TYPE)
        db.session.remove()
    return SLUG


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app)


@pytest.fixture
def another_visitor(app: Flask) -> Visitor:
    return Visitor(app)


class Rows:
    """How many rows there are, as the database says now."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    @property
    def responses(self) -> list[Response]:
        with self.app.app_context():
            return list(db.session.scalars(select(Response).order_by(Response.id)))

    @property
    def drafts(self) -> int:
        with self.app.app_context():
            return db.session.scalar(select(func.count()).select_from(Draft)) or 0


@pytest.fixture
def rows(app: Flask) -> Rows:
    return Rows(app)


class WayThrough:
    """Answers of a parent to every page of the consultation, and the walk to any page of it."""

    support: str | None = None
    pages: tuple[tuple[str, dict[str, Any]], ...] = (
        ("welcome", {}),
        ("about_you", {"q_role": "parent_carer"}),
        ("your_child", {"q_years": "7", "q_since__day": "1", "q_since__month": "2", "q_since__year": "2021"}),
        (
            "priorities_page",
            {
                "q_priorities__voice": "strongly_agree",
                "q_priorities__early_help": "agree",
                "q_priorities__transport": "dont_know",
                "q_delivery": "disagree",
            },
        ),
        ("support_page", {"q_support": ["clubs", "holidays"], "q_order__staff": "1", "q_order__cost": "2"}),
        ("words", {"q_name_of_setting": "Oak House", "q_why": "First line\r\nSecond line & <b>more</b>"}),
    )

    def up_to(self, visitor: Visitor, page_key: str) -> ReadPage:
        """Start and answer every page before this one; the page that then opens."""
        page = visitor.start()
        for key, values in self.pages:
            if key == page_key:
                break
            page = visitor.send(page, f"/answer/{key}", **values)
        if page_key == "check":
            page = visitor.send(page, "/answer/who-answered", q_who__answered=self.support)
        return page

    def to_check(self, visitor: Visitor) -> ReadPage:
        return self.up_to(visitor, "check")


@pytest.fixture
def way() -> WayThrough:
    return WayThrough()


@pytest.fixture
def officer(app, visitor):
    """A visitor who is signed in as an officer of the sample strategy."""
    email, password = "officer@example.org", "a long enough password"
    with app.app_context():
        signing_in.add_account(email, "Officer", password)
        consultation = setting_up_samples.set_up(app.extensions["codes"], "send-strategy", by=None)
        signing_in.join_team(consultation, email, Role.OFFICER, by=None)
        db.session.remove()
    visitor.send(visitor.get("/officer/"), "", email=email, password=password)
    return visitor
