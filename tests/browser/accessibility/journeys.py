"""The ways to every state of every public page. Each journey goes along and gives the name of the state it stands in.

A new page gets a journey here, or a step of one: a test fails until it has. Does not belong here: what is
measured there (`measures`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from playwright.sync_api import Locator

from tests.browser.accessibility.sites import CLOSED, CLOSING, COMING, CONSENT, NOT_READY, OPEN
from tests.browser.accessibility.walks import Walk

States = Iterator[str]
Journey = Callable[[Walk], States]
ANSWERING = "respond.show_page"
# Pages that come before the answers are checked.
BEFORE_THE_CHECK = (ANSWERING, "who_answered.ask")
SAVE = "main form[action*='/answer/'] button.govuk-button:not(.govuk-button--secondary)"
MOST_PAGES = 40
CODE = "A" * 16


def start(walk: Walk, slug: str = OPEN) -> None:
    """Begin a response in the walk's own wording, as a visitor who has not been here."""
    walk.page.context.clear_cookies()
    walk.open(f"/consultations/{slug}")
    walk.page.locator(f"input[name=wording][value='{walk.variant.wording}']").check()
    walk.press("form[action$='/start-answering'] button")


def save(walk: Walk) -> None:
    walk.press(walk.page.locator(SAVE).last)


def answer_everything(walk: Walk) -> list[str]:
    """Answer each page to the last; their addresses."""
    addresses = []
    while walk.endpoint in BEFORE_THE_CHECK:
        addresses.append(walk.page.url)
        assert len(addresses) < MOST_PAGES, f"the questions go round in circles: {addresses}"
        walk.fill_in("rightly")
        save(walk)
    return addresses


# Answering, in every edition


def questions(walk: Walk) -> States:
    """Each page of the questionnaire as it opens, with mistakes, and filled in."""
    start(walk)
    addresses: list[str] = []
    while walk.endpoint in BEFORE_THE_CHECK:
        assert len(addresses) < MOST_PAGES, f"the questions go round in circles: {addresses}"
        addresses.append(walk.page.url)
        key = _key(walk.page.url)
        yield f"{key} as it opens"
        yield from _with_mistakes(walk, key)
        walk.open(_path(addresses[-1]))
        walk.fill_in("rightly")
        save(walk)
    yield "check"
    for address in addresses if walk.variant.filled_in else ():
        walk.open(_path(address))
        yield f"{_key(address)} filled in"


def _path(address: str) -> str:
    return "/" + address.split("/", 3)[3].partition("?")[0]


def _key(address: str) -> str:
    return _path(address).rpartition("/")[2]


def _with_mistakes(walk: Walk, key: str) -> States:
    walk.fill_in("wrongly")
    save(walk)
    if walk.status == 400:
        yield f"{key} with mistakes"


def check_and_receipt(walk: Walk) -> States:
    """Answers that will not be sent, and the receipt."""
    start(walk)
    answer_everything(walk)
    walk.press("main a[href*='/about_you'][href*='from=check'], main a[href*='role'][href*='from=check']")
    walk.page.locator("main input[type=radio][value=professional]").check()
    save(walk)
    answer_everything(walk)
    yield "check with answers that will not be sent"
    save(walk)
    yield "receipt"


def before_answering(walk: Walk) -> States:
    """What is told and asked before the first question: the notice, and agreement where answers are kept by it."""
    walk.open(f"/consultations/{OPEN}/privacy?wording={walk.variant.wording}")
    yield "privacy in the words of a wording"
    start(walk, CONSENT)
    yield "before the first question"
    save(walk)
    yield "before the first question, with mistakes"
    walk.press("main a[href*='/privacy?']")
    yield "privacy where answers are kept by agreement, with its second layer"
    walk.open(f"/consultations/{CONSENT}/answer/before-you-answer")
    walk.page.evaluate("document.querySelector('main [name=csrf_token]').value = 'old'")
    save(walk)
    yield "before the first question, after the visit ran out"
    walk.page.locator("main input[name=agree][value=no]").check(force=True)
    save(walk)
    yield "nobody agreed"


# The rest of the site


def hub(walk: Walk) -> States:
    walk.open("/", on=walk.empty)
    yield "hub with nothing in it"
    walk.open("/")
    yield "hub"


def search(walk: Walk) -> States:
    for query, state in (
        ("", "everything"),
        ("?q=short+breaks", "some found"),
        ("?q=zebra", "nothing found"),
    ):
        walk.open(f"/consultations{query}")
        yield f"search, {state}"


def other_ways(walk: Walk) -> States:
    """On paper, and asking for another format or language."""
    walk.open(f"/consultations/{OPEN}/paper")
    yield "on paper"
    walk.open(f"/consultations/{OPEN}/another-format")
    yield "another format"
    walk.press("main form[action*='another-format'] button[type=submit]")
    yield "another format, with mistakes"
    walk.open(f"/consultations/{OPEN}/another-format/asked")
    yield "another format, asked for"


def about(walk: Walk) -> States:
    for slug in (OPEN, COMING, CLOSED, NOT_READY):
        walk.page.context.clear_cookies()
        walk.open(f"/consultations/{slug}")
        yield f"about, {slug}"


def begun_and_finished(walk: Walk) -> States:
    start(walk)
    walk.open(f"/consultations/{OPEN}")
    walk.page.locator("summary").first.click()
    yield "about, begun, with its details open"
    walk.open(f"/consultations/{OPEN}/answer/words")
    yield "a page with a message that others come first"
    answer_everything(walk)
    save(walk)
    walk.open(f"/consultations/{OPEN}")
    yield "about, sent"
    walk.open(f"/consultations/{OPEN}/answer/your-receipt")
    walk.press("form[action$='/finish-here'] button")
    yield "about, finished on this device"


def statements(walk: Walk) -> States:
    for path in ("/accessibility", "/privacy"):
        walk.open(path)
        yield path


def codes(walk: Walk) -> States:
    """The receipt code, typed wrongly in each way and then rightly, and all that it opens."""
    yield from _wrong_codes(walk, "/receipt", "receipt code")
    start(walk)
    answer_everything(walk)
    save(walk)
    code = walk.page.locator(".receipt__code").inner_text()
    walk.open("/receipt")
    _type_code(walk, code)
    yield "receipt, opened with its code"
    walk.open("/receipt/yours/answers")
    yield "receipt, what was said"
    walk.press(_button_beside(walk, "#email"))
    yield "receipt, what was said, with a mistake in the email address"
    for path in ("what-became-of-it", "withdraw"):
        walk.open(f"/receipt/yours/{path}")
        yield f"receipt, {path}"
    walk.press("main form[action$='/withdraw'] button")
    yield "receipt, withdrawn"
    walk.open("/receipt/yours")
    yield "receipt of what was withdrawn"


def receipt_and_results(walk: Walk) -> States:
    """The receipt of answers whose results are published, and are then taken down."""
    start(walk, CLOSING)
    answer_everything(walk)
    save(walk)
    walk.site.publish(CLOSING)
    for stage in ("published", "taken down"):
        if stage == "taken down":
            walk.site.take_down(CLOSING)
        for path in ("", "/answers", "/what-became-of-it", "/withdraw"):
            walk.open(f"/receipt/yours{path}")
            yield f"receipt{path}, results {stage}"
    walk.site.close(CLOSING, closed_for=timedelta(days=-30))


def coming_back(walk: Walk) -> States:
    """The resume code, what is typed wrongly, and the way of an emailed link."""
    yield from _wrong_codes(walk, "/resume", "resume code")
    yield from _wrong_codes(walk, f"/consultations/{OPEN}/resume", "resume code of one consultation")
    walk.open(f"/consultations/{OPEN}/resume/{CODE}")
    yield "emailed link"
    start(walk)
    walk.open(f"/consultations/{OPEN}/answer/come-back-later")
    yield "come back later"
    walk.press(_button_beside(walk, "#email"))
    yield "come back later, with a mistake in the email address"


def _wrong_codes(walk: Walk, path: str, name: str) -> States:
    walk.open(path)
    yield name
    for typed, state in (("", "none"), ("short", "too short"), (CODE, "unknown")):
        _type_code(walk, typed)
        yield f"{name}, {state}"


def _type_code(walk: Walk, code: str) -> None:
    walk.page.locator("#code").fill(code)
    walk.press(_button_beside(walk, "#code"))


def _button_beside(walk: Walk, field: str) -> Locator:
    return walk.page.locator("main form", has=walk.page.locator(field)).locator("button[type=submit]").first


def two_tabs(walk: Walk) -> States:
    """Pages that cannot be saved as they are: changed in another tab, of another person, tampered with."""
    start(walk)
    first = walk.page.url
    tab = walk.page.context.new_page()
    tab.goto(first)
    save(walk)
    page = walk.page
    walk.page = tab
    walk.fill_in("rightly")
    save(walk)
    yield "a page that another tab has changed"
    walk.page.evaluate("document.querySelector('[name=fingerprint]').value = 'another'")
    save(walk)
    yield "a page of another response"
    walk.page = page
    tab.close()


def gone_and_closed(walk: Walk) -> States:
    start(walk)
    save(walk)
    walk.fill_in("rightly")
    walk.page.context.clear_cookies()
    save(walk)
    yield "answers that are gone, with what was typed"
    start(walk, CLOSING)
    walk.fill_in("rightly")
    walk.site.close(CLOSING)
    save(walk)
    yield "a consultation that closed while it was answered"
    walk.site.close(CLOSING, closed_for=timedelta(days=-30))


def failures(walk: Walk) -> States:
    """Every page of an error that a member of the public can meet."""
    walk.open("/no/such/page")
    yield "404"
    walk.open("/privacy?fail")
    yield "500"
    walk.open("/")
    walk.send("/", {})
    yield "405"
    walk.open("/receipt")
    walk.send("/receipt", {"code": CODE})
    yield "a form that is not from our page"
    walk.page.context.clear_cookies()
    walk.open(f"/consultations/{OPEN}")
    token = walk.page.locator("[name=csrf_token]").first.get_attribute("value") or ""
    walk.send(f"/consultations/{OPEN}/answer/start-answering", {"csrf_token": token, "wording": "none.xx"})
    yield "400"
    walk.open("/receipt")
    walk.send("/receipt", {"csrf_token": token} | {f"field_{number}": "" for number in range(2100)})
    yield "413"


def signing_in(walk: Walk) -> States:
    walk.open("/sign-in")
    yield "sign-in"
    walk.press(_button_beside(walk, "#email"))
    yield "sign-in with mistakes"


def results(walk: Walk) -> States:
    slug = walk.site.results
    walk.open(f"/consultations/{slug}")
    yield "about, with results"
    walk.open(f"/consultations/{slug}/results")
    yield "results"
    walk.open(f"/consultations/{slug}/progress")
    yield "progress"


IN_EVERY_EDITION: tuple[Journey, ...] = (before_answering, questions, check_and_receipt)
EVERYWHERE: tuple[Journey, ...] = (
    hub,
    search,
    about,
    other_ways,
    begun_and_finished,
    statements,
    codes,
    receipt_and_results,
    coming_back,
    two_tabs,
    gone_and_closed,
    failures,
    signing_in,
    results,
)
# Addresses that anyone may open and that are no pages of their own.
NOT_PAGES = {
    "public.organisation_stylesheet": "a stylesheet",
    "results.appendix_stylesheet": "a stylesheet",
    "results.download": "a file; its formats have tests of their own",
    "hub.feed": "a feed",
    "documents.download": "a file",
    "paper.download": "a file; its formats have tests of their own",
    "media.show": "a picture, a recording or a video",
    "receipts.as_pdf": "a file, checked as a PDF by its own tests",
    "receipts.as_text": "a file",
    "coming_back.still_here": "says only that the site is there",
    "respond.carry_on": "leads to the page where a response stands",
}
