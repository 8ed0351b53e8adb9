"""The hub: every consultation, found, sorted and in pages, with events to come and what has happened; and its feed."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask_babel import gettext as _

from consult import clock, languages
from consult.pages import public
from consult.pages.access import requires
from consult.pages.form_parts import tidy_text, without_control_characters
from consult.pages.paging import Paged
from consult.rules.lifecycle import Phase
from consult.rules.permissions import Access
from consult.services import happenings
from consult.services.happenings import Happening, Kind
from consult.store import listing
from consult.store.listing import Search

# What is not ready is not listed.
LISTED = (Phase.OPEN, Phase.FORTHCOMING, Phase.CLOSED)

blueprint = Blueprint("hub", __name__)

MOST_OPEN, MOST_CLOSED, MOST_EVENTS, MOST_NEWS = 30, 6, 6, 4
PER_PAGE = 20
LONGEST_SEARCH, MOST_WORDS = 200, 10
LARGEST_PAGE = 10_000
ORDERS = ("closing", "newest", "title")
ATOM = "http://www.w3.org/2005/Atom"
XML = "http://www.w3.org/XML/1998/namespace"
# The year in which this way of naming what happened was chosen; names of entries must never change.
NAMED_IN = 2026


@public.blueprint.get("/")
@requires(Access.PUBLIC)
def hub() -> str:
    """Open, forthcoming and closed consultations, events to come and what has happened lately."""
    now = clock.now()
    shown = {Phase.OPEN: MOST_OPEN, Phase.FORTHCOMING: MOST_OPEN, Phase.CLOSED: MOST_CLOSED}
    sections = {each: listing.found(Search(phase=each), now, limit=most + 1) for each, most in shown.items()}
    more = [each for each, rows in sections.items() if len(rows) > shown[each]]
    return render_template(
        "public/hub.html",
        open_now=sections[Phase.OPEN][:MOST_OPEN],
        forthcoming=sections[Phase.FORTHCOMING][:MOST_OPEN],
        closed=sections[Phase.CLOSED][:MOST_CLOSED],
        more={each: listing.number_found(Search(phase=each), now) for each in more},
        coming_events=listing.coming_events(clock.in_london(now).date(), limit=MOST_EVENTS),
        news=happenings.news(MOST_NEWS),
    )


@blueprint.get("/consultations")
@requires(Access.PUBLIC)
def search() -> str:
    """Consultations that have all the words that were typed, in the chosen order."""
    typed = without_control_characters(tidy_text(request.args.get("words")))[:LONGEST_SEARCH]
    wanted = Search(tuple(typed.split()[:MOST_WORDS]), _one_of("show", LISTED), _one_of("order", ORDERS))
    now = clock.now()
    total = listing.number_found(wanted, now)
    pages = max(1, -(-total // PER_PAGE))
    number = min(_page_number(), pages)
    rows = listing.found(wanted, now, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    return render_template(
        "public/search.html",
        typed=typed,
        wanted=wanted,
        paged=Paged(tuple(rows), number, pages, total, PER_PAGE),
        now=now,
    )


def _one_of(name: str, known: tuple[str, ...]) -> str:
    """A choice of the address; one that there is not counts as none."""
    given = request.args.get(name, "")
    return given if given in known else ""


def _page_number() -> int:
    given = request.args.get("page", "")
    return (
        min(max(1, int(given)), LARGEST_PAGE) if given.isascii() and given.isdigit() and len(given) < 6 else 1
    )


@blueprint.app_template_global()
def happening_words(happening: Happening) -> str:
    """What happened, as a short sentence without the name of the consultation."""
    return {
        Kind.OPENED: _("Opened for answers"),
        Kind.CLOSED: _("Closed"),
        Kind.RESULTS: _("Results published"),
        Kind.UPDATE: _("Update on what we promised"),
    }[happening.kind]


@blueprint.app_template_global()
def happening_address(happening: Happening, **more: Any) -> str:
    """Where to read about it: an update at the promise that it belongs to."""
    if happening.kind is Kind.UPDATE:
        return url_for("results.progress", slug=happening.slug, _anchor=happening.promise, **more)
    endpoint = "results.results" if happening.kind is Kind.RESULTS else "public.about"
    return url_for(endpoint, slug=happening.slug, **more)


@blueprint.get("/feed.atom")
@requires(Access.PUBLIC)
def feed() -> Response:
    """What happened last, for programs that watch for news."""
    entries = happenings.latest()
    root = ElementTree.Element(f"{{{ATOM}}}feed", {f"{{{XML}}}lang": languages.current().tag})
    newest = entries[0].at if entries else clock.now()
    _add(root, "id", _name("feed"))
    _add(root, "title", _("Consultations"))
    _add(root, "updated", newest.isoformat())
    _add(root, "link", rel="self", type="application/atom+xml", href=url_for("hub.feed", _external=True))
    _add(root, "link", rel="alternate", type="text/html", href=url_for("public.hub", _external=True))
    for entry in entries:
        _add_entry(root, entry)
    ElementTree.register_namespace("", ATOM)
    body = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(body, content_type="application/atom+xml; charset=utf-8")


def _add_entry(root: ElementTree.Element, entry: Happening) -> None:
    element = ElementTree.SubElement(root, f"{{{ATOM}}}entry")
    what = happening_words(entry)
    _add(element, "id", _name(f"{entry.slug}/{entry.key}"))
    _add(element, "title", f"{entry.consultation}: {what}")
    _add(element, "updated", entry.at.isoformat())
    _add(element, "link", rel="alternate", type="text/html", href=happening_address(entry, _external=True))
    author = ElementTree.SubElement(element, f"{{{ATOM}}}author")
    _add(author, "name", _organisation())
    _add(element, "summary", " ".join(part for part in (entry.status, entry.text) if part) or what)


def _organisation() -> str:
    return str(current_app.extensions["settings"].organisation_name)


def _name(of: str) -> str:
    """A name that stays the same as long as the site has its host."""
    return f"tag:{request.host.partition(':')[0]},{NAMED_IN}:{of}"


def _add(parent: ElementTree.Element, tag: str, text: str = "", **attributes: str) -> None:
    ElementTree.SubElement(parent, f"{{{ATOM}}}{tag}", attributes).text = (
        without_control_characters(text) or None
    )
