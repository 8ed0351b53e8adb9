"""What pages weigh as they are sent, compressed, with all they load: the first one, and those after it.

What a stylesheet loads in turn counts too. Recordings and videos wait until someone asks for them and do not count.
"""

from __future__ import annotations

import gzip
import re
from typing import Any
from urllib.parse import urljoin

import pytest

from consult.services import setting_up_samples
from consult.store import database

SLUG = "have-your-say"
FIRST, LATER = 60 * 1024, 20 * 1024
IN_STYLES = re.compile(r"""url\(\s*["']?([^"')]+)""")
LOADING_RELATIONS = {"stylesheet", "icon", "manifest", "modulepreload", "preload"}


@pytest.fixture
def sample(app: Any) -> str:
    with app.app_context():
        setting_up_samples.set_up(app.extensions["codes"], SLUG, by=None)
        database.db.session.remove()
    return SLUG


def loaded_by(page: Any) -> set[str]:
    """The addresses that a browser fetches for a page without being asked to."""
    links = {
        link.get("href", "")
        for link in page.all("link")
        if LOADING_RELATIONS & set(link.get("rel", "").split())
    }
    others = {element.get("src", "") for tag in ("script", "img") for element in page.all(tag)}
    return {urljoin(page.address, address) for address in (links | others) - {""} if address[:5] != "data:"}


class Weighing:
    """A browser that keeps what it has loaded, and weighs what it has to fetch."""

    def __init__(self, client: Any) -> None:
        self.client, self.kept = client, set[str]()

    def with_all_it_loads(self, page: Any) -> dict[str, int]:
        """Bytes by address: the page itself, and what it loads that was not loaded before."""
        found = {page.address: self._sent(page.address)[0]}
        waiting = loaded_by(page) - self.kept
        while waiting:
            address = waiting.pop()
            found[address], text = self._sent(address)
            self.kept.add(address)
            if address.partition("?")[0].endswith(".css"):
                inner = {urljoin(address, each) for each in IN_STYLES.findall(text) if each[:5] != "data:"}
                waiting |= inner - self.kept
        return found

    def _sent(self, address: str) -> tuple[int, str]:
        with self.client.get(address, headers={"Accept-Encoding": "gzip"}) as reply:
            assert reply.status_code == 200, address
            packed = reply.headers.get("Content-Encoding") == "gzip"
            content = gzip.decompress(reply.data) if packed else reply.data
            return len(reply.data), content.decode("utf-8", errors="replace")


def heaviest(found: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(found.items(), key=lambda item: -item[1])[:8]


@pytest.mark.parametrize("wording", ["standard.en", "easy_read.en"])
def test_the_first_page_is_light_and_later_ones_lighter(visitor: Any, sample: str, wording: str) -> None:
    browser = Weighing(visitor.client)
    first = browser.with_all_it_loads(visitor.get(f"/consultations/{sample}"))
    assert len(first) > 3, "a page loads a stylesheet and a script"
    assert sum(first.values()) < FIRST, heaviest(first)
    page = visitor.start(wording, sample)
    for _step in range(80):
        found = browser.with_all_it_loads(page)
        assert sum(found.values()) < LATER, heaviest(found)
        if page.address.endswith("/check-answers"):
            break
        page = visitor.send(page, page.address, **_answers(page))
    assert page.address.endswith("/check-answers")
    page = visitor.send(page, "/answer/send-answers")
    receipt = browser.with_all_it_loads(page)
    assert sum(receipt.values()) < LATER, heaviest(receipt)


@pytest.mark.parametrize("wording", ["standard.en", "easy_read.en"])
def test_whoever_comes_by_a_link_to_a_question_loads_no_more_than_a_first_page(
    visitor: Any, sample: str, wording: str
) -> None:
    found = Weighing(visitor.client).with_all_it_loads(visitor.start(wording, sample))
    assert sum(found.values()) < FIRST, heaviest(found)


def _answers(page: Any) -> dict[str, str]:
    """The first option of every group of radios on a page."""
    chosen: dict[str, str] = {}
    for control in page.all("input", type="radio"):
        chosen.setdefault(control.get("name", "").replace("-", "__"), control.get("value", ""))
    return chosen
