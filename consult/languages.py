"""Languages of the interface: which there are, which one a page is in, and how a page says so.

Belongs here: the site's own words. Does not belong here: the wordings of questionnaires (`surveys`), or dates
and times in words (`dates_in_words`). To add a language: a catalogue and a line in `LANGUAGES`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from babel import Locale, UnknownLocaleError
from flask import Flask, current_app, g, has_request_context, request, session, url_for
from flask_babel import Babel, gettext, ngettext, refresh
from markupsafe import Markup

from consult import dates_in_words
from consult.rules.permissions import Access

PARAMETER = "language"


@dataclass(frozen=True)
class Language:
    """A language of the interface.

    `locale` says how it writes dates, `direction` how a page is laid out, `invitation` how it offers itself to
    someone whose browser asks for it. `checked` is true once a person has read every sentence of its catalogue.
    """

    tag: str
    name: str
    locale: str
    invitation: str
    direction: str = "ltr"
    checked: bool = False


LANGUAGES = {
    language.tag: language
    for language in (
        Language("en", "English", "en_GB", "Read this site in English", checked=True),
        Language("cy", "Cymraeg", "cy", "Darllenwch y wefan hon yn Gymraeg"),
        Language("pl", "Polski", "pl", "Czytaj tę stronę po polsku"),
        Language("pa", "ਪੰਜਾਬੀ", "pa_Guru", "ਇਹ ਵੈੱਬਸਾਈਟ ਪੰਜਾਬੀ ਵਿੱਚ ਪੜ੍ਹੋ"),
        Language("ur", "اردو", "ur", "یہ ویب سائٹ اردو میں پڑھیں", direction="rtl"),
        Language("ro", "Română", "ro", "Citiți acest site în română"),
    )
}
FIRST = LANGUAGES["en"]
# Wordings come in more languages than the interface does, so these are named for all of them.
RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})
RIGHT_TO_LEFT_SCRIPTS = frozenset({"arab", "aran", "hebr", "nkoo", "syrc", "thaa"})
SCRIPT_LENGTH = 4
# The pages of staff are in English only, and so is the page where they sign in.
STAFF_PARTS = frozenset({"signing_in"})

babel = Babel()


def init(app: Flask) -> None:
    """Let templates speak the visitor's language and write dates in words."""
    babel.init_app(app, default_locale=FIRST.tag, default_timezone="Europe/London", locale_selector=chosen)
    app.before_request(_remember_what_was_asked_for)
    app.context_processor(_values)
    app.jinja_env.globals.update(
        in_language=in_language,
        interface_attributes=interface_attributes,
        interface_words=interface_words,
        isolated=isolated,
        error_message=error_message,
        counted_words=counted_words,
    )
    app.jinja_env.filters.update(
        in_words=lambda day: dates_in_words.day_in_words(day, current().locale),
        moment_in_words=lambda moment: dates_in_words.moment_in_words(moment, current().locale),
    )


def chosen() -> str:
    """The language of the interface on this page: a wording's, English for staff, else what was asked for."""
    if not has_request_context():
        return FIRST.tag
    if (wording := g.get("wording_language")) is not None:
        return (catalogue_for(wording) or FIRST).tag
    if is_for_staff():
        return FIRST.tag
    asked = request.args.get(PARAMETER) or session.get(PARAMETER)
    return asked if asked in LANGUAGES else FIRST.tag


def current() -> Language:
    return LANGUAGES[chosen()]


def catalogue_for(tag: str) -> Language | None:
    """The language of the interface that someone who reads `tag` can read; None where there is none."""
    primary, *rest = tag.split("-")
    in_another_script = any(len(part) == SCRIPT_LENGTH for part in rest)
    return None if in_another_script else LANGUAGES.get(primary)


def speak(tag: str) -> None:
    """From here on this page belongs to a wording in the language `tag`, and speaks it where it can."""
    g.wording_language = tag
    refresh()


def is_for_staff() -> bool:
    """Whether this request is for a page of officers, facilitators or administrators."""
    if request.endpoint is None or request.endpoint == "static":
        return False
    view = current_app.view_functions.get(request.endpoint)
    return request.blueprint in STAFF_PARTS or getattr(view, "access", None) is not Access.PUBLIC


def _remember_what_was_asked_for() -> None:
    """Keep a language that was chosen from the list until the browser is closed. A suggestion is never kept."""
    asked = request.args.get(PARAMETER)
    if asked in LANGUAGES and session.get(PARAMETER) != asked and not is_for_staff():
        session[PARAMETER] = asked


def remember(tag: str) -> None:
    """Show the site in the language of a wording that was chosen, unless another was asked for before."""
    language = catalogue_for(tag)
    if language is not None and language is not FIRST:
        session.setdefault(PARAMETER, language.tag)


def forget(last_words: str) -> str:
    """The next person on this device chooses for themselves.

    Gives what is still said to the one before, marked with the language that it is in.
    """
    language = current()
    session.pop(PARAMETER, None)
    if language is FIRST:
        return last_words
    return Markup('<span lang="{}" dir="{}">{}</span>').format(language.tag, language.direction, last_words)


@dataclass(frozen=True)
class PageLanguage:
    """The language and direction of a page as a whole: of its questions where it asks some."""

    tag: str
    direction: str


def questions_are_in(tag: str) -> None:
    """Make this a page of questions in the language `tag`, whatever language the site speaks around them."""
    g.question_language = tag


def page_language() -> PageLanguage:
    tag = g.get("question_language") or current().tag
    return PageLanguage(tag, direction_of(tag))


def in_language(tag: str) -> Markup:
    """The attributes for a part of a page that is in the language `tag`; none where the whole page is."""
    page = page_language()
    if tag == page.tag:
        return Markup()
    return Markup(' lang="{}" dir="{}"').format(tag, direction_of(tag))


def interface_attributes() -> dict[str, str]:
    """`in_language` of the site's own words, as the components take attributes."""
    tag = current().tag
    return {} if tag == page_language().tag else {"lang": tag, "dir": direction_of(tag)}


def interface_words(text: str) -> str:
    """The site's own words within a sentence or a list of a wording, marked where their language differs."""
    marks = in_language(current().tag)
    return Markup("<span{}>{}</span>").format(marks, text) if marks else text


def isolated(text: str, tag: str = FIRST.tag) -> Markup:
    """A title within a sentence, so that its direction cannot turn the words and numbers around it."""
    return Markup("<bdi{}>{}</bdi>").format(in_language(tag), text)


def error_message(text: str) -> dict[str, Any]:
    """What the components take for an error, with the word that only screen readers say before it."""
    return {"text": text, "visuallyHiddenText": gettext("Error"), "attributes": interface_attributes()}


def counted_words(singular: str, plural: str) -> dict[str, str]:
    """A sentence for each plural form of the page's language, by CLDR's name of the form, for scripts that count.

    `%(count)s` becomes the `%{count}` that such a script fills in.
    """
    form = Locale.parse(current().locale).plural_form
    numbers = {form(number): number for number in range(101, -1, -1)}
    numbers.setdefault("other", numbers.get("many", 0))
    return {name: ngettext(singular, plural, number, count="%{count}") for name, number in numbers.items()}


@dataclass(frozen=True)
class Offered:
    """A language in the list at the top of public pages. `address` is this page in it."""

    language: Language
    address: str
    is_current: bool


def offered() -> list[Offered]:
    """The languages this page can be read in; none where the page is a wording's or for staff."""
    if len(LANGUAGES) == 1 or "wording_language" in g or is_for_staff():
        return []
    return [Offered(each, _address_in(each), each is current()) for each in LANGUAGES.values()]


def suggested() -> Offered | None:
    """A language that the browser asks for, where nobody has chosen one yet. It is offered, never imposed."""
    if request.args.get(PARAMETER) in LANGUAGES or session.get(PARAMETER) in LANGUAGES:
        return None
    wanted = next(_asked_by_browser(), FIRST)
    return next((each for each in offered() if each.language is wanted and not each.is_current), None)


def _asked_by_browser() -> Iterator[Language]:
    for tag, _quality in request.accept_languages:
        if (language := catalogue_for(tag)) is not None:
            yield language


def _address_in(language: Language) -> str:
    """This page in another language; the first page where this one answers a form or is not there."""
    rule = request.url_rule
    if rule is None or "GET" not in (rule.methods or ()):
        return url_for("public.hub", language=language.tag)
    kept = [(key, value) for key, value in request.args.items(multi=True) if key != PARAMETER]
    view_args: dict[str, Any] = request.view_args or {}
    address = url_for(rule.endpoint, **view_args)
    return f"{address}?{urlencode([*kept, (PARAMETER, language.tag)])}"


def _values() -> dict[str, Any]:
    if not has_request_context():
        return {"interface": FIRST, "page_language": PageLanguage(FIRST.tag, FIRST.direction)}
    return {
        "interface": current(),
        "page_language": page_language(),
        "offered_languages": offered,
        "suggested_language": suggested,
    }


def name_of(tag: str) -> str:
    """What a language calls itself, such as “Polski”; the tag itself where that is not known."""
    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return tag
    name = locale.get_display_name() or tag
    return name[0].upper() + name[1:]


def name_in_english(tag: str) -> str:
    """What officers call a language, such as “Polish”; the tag itself where that is not known."""
    try:
        return Locale.parse(tag, sep="-").get_display_name("en") or tag
    except (UnknownLocaleError, ValueError):
        return tag


def direction_of(tag: str) -> str:
    """Which way a language is written: `ltr` or `rtl`. A script that is named in the tag decides."""
    primary, *rest = tag.lower().split("-")
    script = next((part for part in rest if len(part) == SCRIPT_LENGTH and part.isalpha()), "")
    right_to_left = script in RIGHT_TO_LEFT_SCRIPTS if script else primary in RIGHT_TO_LEFT
    return "rtl" if right_to_left else "ltr"
