"""Pictures beside everything in easy read, and one scale shown as words, faces or thumbs with the same answers."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from surveys.answers import PREFER_NOT_TO_SAY, Answer, AnswerState
from surveys.definition import Questionnaire, parse_questionnaire
from surveys.forms import build_form
from surveys.problems import ProblemsFound
from surveys.wordings import Wording, missing_texts, parse_wording

THUMBS = {"as": "thumbs", "options": ["agree", "neither", "disagree", "dont_know"]}


def options(*keys: str) -> list[dict[str, str]]:
    return [{"key": key} for key in keys]


def scale(*meanings: str) -> dict[str, Any]:
    return {
        "options": [
            {"key": f"o{number}", "counts_as": meaning} for number, meaning in enumerate(meanings, start=1)
        ]
    }


@pytest.fixture
def texts(full_definition: dict[str, Any], make_wording: Any) -> dict[str, Any]:
    return make_wording(full_definition)


def wording_with(definition: dict[str, Any], texts: dict[str, Any], **more: Any) -> Wording:
    return parse_wording(texts | more, parse_questionnaire(definition))


def problems_of(definition: dict[str, Any], texts: dict[str, Any], **more: Any) -> list[tuple[str, str]]:
    with pytest.raises(ProblemsFound) as found:
        wording_with(definition, texts, **more)
    return [(problem.place.partition(" (")[0], str(problem)) for problem in found.value.problems]


def test_pictures_and_recordings_are_found_by_their_keys(
    full_definition: dict[str, Any], texts: dict[str, Any]
) -> None:
    questions = texts["questions"]
    questions["role"] |= {
        "picture": "person",
        "pictures": {"parent": "family"},
        "recording": "role.mp3",
        "signed_video": "role.mp4",
        "shown_as": "pictures",
        "why": "To hear from everyone.",
    }
    questions["q_agreement_grid"]["row_pictures"] = {"voice": "our-hall.png"}
    wording = wording_with(full_definition, texts, scale_pictures={"agreement": {"agree": "heart"}})
    questionnaire = parse_questionnaire(full_definition)
    role, grid = questionnaire.question("role"), questionnaire.question("q_agreement_grid")
    assert (wording.picture("role"), wording.picture("q_date")) == ("person", "")
    assert wording.option_picture(role, "parent") == "family"
    assert wording.option_picture(role, "teacher") == ""
    assert wording.option_picture(role, "prefer_not_to_say") == "prefer-not-to-say"
    assert (wording.row_picture(grid, "voice"), wording.row_picture(grid, "help")) == ("our-hall.png", "")
    assert wording.option_picture(grid, "agree") == "heart"
    assert (wording.recording("role"), wording.signed_video("role")) == ("role.mp3", "role.mp4")
    assert (wording.why("role"), wording.why("q_date")) == ("To hear from everyone.", "")
    assert (wording.shown_as(role), wording.shown_as(grid)) == ("pictures", "words")
    assert not wording.one_question_a_page
    field = build_form([role], questionnaire, wording)["role"]
    assert (field.picture, field.recording, field.signed_video, field.why, field.shown_as) == (
        "person",
        "role.mp3",
        "role.mp4",
        "To hear from everyone.",
        "pictures",
    )
    assert [option.picture for option in field.options] == ["family", "", "prefer-not-to-say"]


def test_the_other_texts_of_a_wording_are_read(
    full_definition: dict[str, Any], texts: dict[str, Any]
) -> None:
    wording = wording_with(
        full_definition,
        texts,
        privacy_more=[{"title": "How long", "paragraphs": ["A year."]}],
        consent=["You agree."],
        for_parents=["Sit with your child."],
        safeguarding="Call 999.",
        support={"helped": "Someone helped me"},
        checked_by_a_person=False,
    )
    assert [(section.title, section.paragraphs) for section in wording.privacy_more] == [
        ("How long", ("A year.",))
    ]
    assert (wording.consent, wording.for_parents) == (("You agree.",), ("Sit with your child.",))
    assert (wording.safeguarding, wording.support) == ("Call 999.", {"helped": "Someone helped me"})
    assert not wording.checked_by_a_person
    assert wording_with(full_definition, texts).checked_by_a_person


@pytest.mark.parametrize(
    ("meanings", "faces"),
    [
        (
            ("agree", "agree", "neutral", "disagree", "disagree", "dont_know"),
            ("very-happy", "happy", "neutral", "sad", "very-sad"),
        ),
        (("agree", "neutral", "disagree"), ("happy", "neutral", "sad")),
        (("disagree", "disagree", "agree", "agree"), ("very-sad", "sad", "happy", "very-happy")),
    ],
)
def test_faces_follow_what_options_count_as(
    meanings: tuple[str, ...], faces: tuple[str, ...], build_definition: Any
) -> None:
    raw = {
        "key": "x",
        "scales": {"s": scale(*meanings)},
        "pages": [
            {"key": "p", "questions": [{"key": "asked", "type": "agreement_scale", "scale": "s"}]},
        ],
    }
    questionnaire, plain = build_definition(raw)
    wording = parse_wording({**plain.raw, "scales_shown": {"s": {"as": "faces"}}}, questionnaire)
    asked = questionnaire.question("asked")
    found = [wording.option_picture(asked, key) for key in asked.choice_keys]
    assert found[: len(faces)] == [f"face-{face}" for face in faces]
    assert found[len(faces) :] == ["dont-know"] * (len(meanings) - len(faces))
    assert wording.shown_as(asked) == "faces"


class TestFewerOptions:
    @pytest.fixture
    def thumbs(self, full_definition: dict[str, Any], texts: dict[str, Any]) -> tuple[Questionnaire, Wording]:
        questionnaire = parse_questionnaire(full_definition)
        return questionnaire, parse_wording(texts | {"scales_shown": {"agreement": THUMBS}}, questionnaire)

    def offered(self, thumbs: tuple[Questionnaire, Wording], answer: Answer | None) -> list[tuple[str, str]]:
        questionnaire, wording = thumbs
        asked = questionnaire.question("q_agreement_scale")
        answers = {} if answer is None else {asked.key: answer}
        field = build_form([asked], questionnaire, wording, answers=answers)[asked.key]
        return [(option.value, option.picture) for option in field.options]

    def test_thumbs_show_what_the_wording_says(self, thumbs: Any) -> None:
        assert self.offered(thumbs, None) == [
            ("agree", "thumb-up"),
            ("neither", "thumb-sideways"),
            ("disagree", "thumb-down"),
            ("dont_know", "dont-know"),
        ]
        questionnaire, wording = thumbs
        assert wording.options_shown(questionnaire.question("q_agreement_scale")) == tuple(THUMBS["options"])
        assert wording.options_shown(questionnaire.question("role")) == ("parent", "teacher")

    def test_what_was_chosen_in_another_wording_stays_and_can_be_sent_again(self, thumbs: Any) -> None:
        told = Answer(AnswerState.ANSWERED, "strongly_agree")
        assert self.offered(thumbs, told)[:2] == [("strongly_agree", "thumb-up"), ("agree", "thumb-up")]
        questionnaire, wording = thumbs
        asked = questionnaire.question("q_agreement_scale")
        posted = MultiDict({f"q_{asked.key}": "strongly_agree"})
        form = build_form([asked], questionnaire, wording, formdata=posted)
        assert form.validate()
        assert form.answers() == {asked.key: told}

    def test_rows_of_a_grid_keep_theirs_row_by_row(self, thumbs: Any) -> None:
        questionnaire, wording = thumbs
        grid = questionnaire.question("q_agreement_grid")
        told = Answer(AnswerState.ANSWERED, {"voice": "strongly_agree", "help": None})
        voice, help_ = build_form([grid], questionnaire, wording, answers={grid.key: told})[grid.key].rows
        assert [option.value for option in voice.options] == ["strongly_agree", *THUMBS["options"]]
        assert [option.value for option in help_.options] == THUMBS["options"]


@pytest.mark.parametrize(
    ("part", "value", "place", "says"),
    [
        ("scales_shown", {"other": {"as": "faces"}}, "scales_shown.other", "not known"),
        ("scales_shown", {"agreement": {"as": "smileys"}}, "scales_shown.agreement.as", "faces"),
        (
            "scales_shown",
            {"agreement": {"options": ["agree", "disagree"]}},
            "scales_shown.agreement.as",
            "missing",
        ),
        (
            "scales_shown",
            {"agreement": {"as": "words", "options": []}},
            "scales_shown.agreement.options",
            "two or more",
        ),
        (
            "scales_shown",
            {"agreement": {"as": "words", "options": ["agree"]}},
            "scales_shown.agreement.options",
            "two",
        ),
        (
            "scales_shown",
            {"agreement": {"as": "words", "options": ["agree", "maybe"]}},
            "scales_shown.agreement.options[1]",
            "no option “maybe”",
        ),
        (
            "scales_shown",
            {"agreement": {"as": "words", "options": ["agree", "disagree", "agree"]}},
            "scales_shown.agreement.options[2]",
            "twice",
        ),
        (
            "scales_shown",
            {"agreement": {"as": "faces", "options": ["agree", "neither"]}},
            "scales_shown.agreement.options",
            "nobody could disagree",
        ),
        ("scales_shown", {"agreement": {"as": "thumbs"}}, "scales_shown.agreement.options", "same picture"),
        ("scale_pictures", {"other": {}}, "scale_pictures.other", "not known"),
        ("scale_pictures", {"agreement": {"maybe": "yes"}}, "scale_pictures.agreement.maybe", "not known"),
        (
            "scale_pictures",
            {"agreement": {"agree": "../yes"}},
            "scale_pictures.agreement.agree",
            "name of a picture",
        ),
        ("privacy_more", [{"title": "More"}], "privacy_more[0].paragraphs", "nothing under this title"),
        ("support", {"why": "x"}, "support.why", "not known"),
        ("checked_by_a_person", "no", "checked_by_a_person", "true or false"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_its_place(
    full_definition: dict[str, Any], texts: dict[str, Any], part: str, value: Any, place: str, says: str
) -> None:
    ((found, words),) = problems_of(full_definition, texts, **{part: value})
    assert found == place
    assert says in words


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("picture", "a/b.png"),
        ("picture", "Family"),
        ("pictures", {"nobody": "person"}),
        ("row_pictures", {"voice": "person"}),
        ("recording", "role"),
        ("signed_video", "../../secret.mp4"),
        ("shown_as", "faces"),
    ],
)
def test_what_cannot_be_a_picture_of_a_question_is_refused(
    full_definition: dict[str, Any], texts: dict[str, Any], name: str, value: Any
) -> None:
    texts["questions"]["role"][name] = value
    ((place, _),) = problems_of(full_definition, texts)
    assert place.startswith(f"questions.role.{name}")


def test_faces_need_a_scale_to_agree_on(build_definition: Any) -> None:
    raw = {
        "key": "x",
        "scales": {"s": scale("neutral", "outside", "dont_know")},
        "pages": [{"key": "p", "questions": [{"key": "asked", "type": "agreement_scale", "scale": "s"}]}],
    }
    questionnaire, plain = build_definition(raw)
    with pytest.raises(ProblemsFound, match="on which people can agree and disagree"):
        parse_wording({**plain.raw, "scales_shown": {"s": {"as": "faces"}}}, questionnaire)


class TestEasyRead:
    def pictured(self, definition: dict[str, Any], texts: dict[str, Any]) -> dict[str, Any]:
        whole = copy.deepcopy(texts) | {
            "edition": "easy_read",
            "scales_shown": {"agreement": {"as": "faces"}},
        }
        for question in parse_questionnaire(definition).questions:
            place = whole["questions"][question.key]
            place["picture"] = "person"
            if question.options:
                place["pictures"] = dict.fromkeys(question.choice_keys, "other")
            if question.rows:
                place["row_pictures"] = dict.fromkeys(question.row_keys, "talk")
        return whole

    def lacks(self, definition: dict[str, Any], texts: dict[str, Any]) -> list[str]:
        questionnaire = parse_questionnaire(definition)
        found = missing_texts(questionnaire, parse_wording(texts, questionnaire))
        return [problem.place.partition(" (")[0] for problem in found]

    def test_with_all_its_pictures_lacks_nothing(
        self, full_definition: dict[str, Any], texts: dict[str, Any]
    ) -> None:
        whole = self.pictured(full_definition, texts)
        assert self.lacks(full_definition, whole) == []
        assert wording_with(full_definition, whole).one_question_a_page

    @pytest.mark.parametrize(
        "path",
        [
            ("questions", "role", "picture"),
            ("questions", "q_information", "picture"),
            ("questions", "q_ranking", "pictures", "red"),
            ("questions", "q_several_choices", "pictures", "none"),
            ("questions", "q_agreement_grid", "row_pictures", "voice"),
        ],
    )
    def test_each_picture_that_is_not_there_is_named(
        self, full_definition: dict[str, Any], texts: dict[str, Any], path: tuple[str, ...]
    ) -> None:
        inner = whole = self.pictured(full_definition, texts)
        for name in path[:-1]:
            inner = inner[name]
        del inner[path[-1]]
        assert self.lacks(full_definition, whole) == [".".join(path)]
        whole["edition"] = "young_person"
        assert self.lacks(full_definition, whole) == []

    def test_a_scale_in_words_needs_pictures_of_its_own(
        self, full_definition: dict[str, Any], texts: dict[str, Any]
    ) -> None:
        whole = self.pictured(full_definition, texts)
        del whole["scales_shown"]
        whole["scale_pictures"] = {"agreement": {"agree": "yes", "disagree": "no", "dont_know": "other"}}
        assert self.lacks(full_definition, whole) == [
            "scale_pictures.agreement.strongly_agree",
            "scale_pictures.agreement.neither",
        ]

    def test_what_is_left_out_needs_no_picture(
        self, full_definition: dict[str, Any], texts: dict[str, Any]
    ) -> None:
        whole = self.pictured(full_definition, texts)
        del whole["questions"]["q_date"]
        assert self.lacks(full_definition, whole | {"omits": ["q_date"]}) == []

    def test_prefer_not_to_say_is_chosen_with_a_picture_too(
        self, full_definition: dict[str, Any], texts: dict[str, Any]
    ) -> None:
        full_definition["pages"][1]["questions"][5]["prefer_not_to_say"] = True
        questionnaire = parse_questionnaire(full_definition)
        number = questionnaire.question("q_number")
        wording = parse_wording(self.pictured(full_definition, texts), questionnaire)
        form = build_form([number], questionnaire, wording, answers={"q_number": PREFER_NOT_TO_SAY})
        assert form["q_number"].prefer_not_to_say.picture == "prefer-not-to-say"
        assert form["q_number"].prefer_not_to_say.checked


def test_consent_and_words_for_parents_are_needed_where_the_consultation_says_so(
    full_definition: dict[str, Any], texts: dict[str, Any]
) -> None:
    questionnaire = parse_questionnaire(full_definition)
    wording = parse_wording(texts, questionnaire)
    assert missing_texts(questionnaire, wording) == ()
    lacks = missing_texts(questionnaire, wording, asks_consent=True, includes_under_13s=True)
    assert [lack.place.partition(" (")[0] for lack in lacks] == ["consent", "for_parents"]
    whole = parse_wording(texts | {"consent": ["I agree."], "for_parents": ["Hello."]}, questionnaire)
    assert missing_texts(questionnaire, whole, asks_consent=True, includes_under_13s=True) == ()


def test_who_someone_is_is_never_asked_without_a_reason(build: Any) -> None:
    questionnaire, wording = build({"key": "email", "type": "short_text", "identifies": "identity"})
    assert [str(lack) for lack in missing_texts(questionnaire, wording)] == [
        "questions.email.why (wording standard, en): the question “email” asks who someone is, and this wording "
        "does not say why. Write under “why” what it is needed for."
    ]
    questionnaire, wording = build({"key": "shown", "type": "information"})
    assert missing_texts(questionnaire, wording) == ()
