"""One response, one row, one receipt, whatever is clicked twice; and only while the consultation is open."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from consult.codes import normal_code, spaced_code
from consult.services import freezing, loading, questionnaires, responding
from consult.store import database, responses
from consult.store.responses import Comment, Draft, Response
from surveys.answers import Answer, AnswerState


def given(value):
    return Answer(AnswerState.ANSWERED, value)


WORKER = {"role": given("worker"), "job": given("Gardener")}
IDEAS = {"views": given({"trees": "agree", "paths": None}), "why": given("Shade in summer.")}


def rows(table):
    return database.db.session.scalar(database.db.select(database.db.func.count()).select_from(table))


def answered(codes, parks, answers):
    token = responding.start(codes, parks, "standard", "en")
    responding.save_page(responding.open_draft(codes, parks, token), answers, revision=0)
    return token


def test_a_submission_is_one_row_with_its_comments_and_no_draft_left(parks, codes):
    token = answered(codes, parks, WORKER | IDEAS)
    receipt = responding.submit(codes, parks, token)
    row = responses.by_receipt(codes.receipt_hash(receipt.code))
    assert row.answers["why"] == {"state": "answered", "value": "Shade in summer."}
    assert (rows(Response), rows(Comment), rows(Draft)) == (1, 2, 0)


def test_the_receipt_code_is_sixteen_characters_and_is_not_stored(parks, codes):
    receipt = responding.submit(codes, parks, answered(codes, parks, WORKER | IDEAS))
    assert len(receipt.code) == 16
    assert set(receipt.code) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    row = responses.recent(parks, limit=1, offset=0)[0][0]
    assert receipt.code not in str([getattr(row, column.key) for column in row.__table__.columns])


def test_a_receipt_code_can_be_typed_as_people_type(codes):
    assert normal_code("abcd-efgh ijkl mnop") == "ABCDEFGHIJKLMNOP"
    assert spaced_code("ABCDEFGHIJKLMNOP") == "ABCD EFGH IJKL MNOP"


def test_submitting_again_gives_the_same_receipt(parks, codes):
    token = answered(codes, parks, WORKER | IDEAS)
    first = responding.submit(codes, parks, token)
    assert responding.submit(codes, parks, token) == first
    assert responding.submitted_already(codes, token) == first
    assert rows(Response) == 1


def test_eight_clicks_at_once_are_one_response(parks, codes, in_app):
    token = answered(codes, parks, WORKER | IDEAS)

    def click(_):
        with in_app.app_context():
            from consult.store import consultations

            return responding.submit(codes, consultations.by_slug("parks"), token).code

    with ThreadPoolExecutor(8) as pool:
        receipts = set(pool.map(click, range(8)))
    assert len(receipts) == 1
    assert rows(Response) == 1
    assert rows(Comment) == 2


def test_answers_that_are_routed_past_are_not_sent(parks, codes):
    token = answered(codes, parks, WORKER | IDEAS)
    draft = responding.open_draft(codes, parks, token)
    draft = responding.save_page(draft, {"role": given("parent")}, revision=draft.row.revision)
    assert list(draft.journey.split()[1]) == ["job"]
    responding.submit(codes, parks, token)
    assert "job" not in responses.recent(parks, limit=1, offset=0)[0][0].answers


def test_an_unfinished_response_is_not_submitted(parks, codes):
    token = answered(codes, parks, {"role": given("parent")})
    with pytest.raises(responding.NotComplete):
        responding.submit(codes, parks, token)
    assert rows(Response) == 0


def test_what_another_tab_saved_is_not_overwritten(parks, codes):
    token = responding.start(codes, parks, "standard", "en")
    one = responding.open_draft(codes, parks, token)
    other = responding.open_draft(codes, parks, token)
    responding.save_page(one, {"role": given("worker")}, revision=0)
    with pytest.raises(responding.ChangedElsewhere):
        responding.save_page(other, {"role": given("parent")}, revision=0)
    assert responding.open_draft(codes, parks, token).answers["role"].value == "worker"


def test_it_opens_and_closes_by_the_servers_clock(parks, codes, set_clock):
    set_clock.moment = parks.closes_at
    with pytest.raises(responding.NotOpen):
        responding.start(codes, parks, "standard", "en")
    set_clock.forward(seconds=-1)
    token = answered(codes, parks, WORKER | IDEAS)
    set_clock.forward(minutes=30)
    responding.submit(codes, parks, token)
    assert rows(Response) == 1


def test_after_the_half_hour_of_grace_nothing_more_is_taken(parks, codes, set_clock):
    set_clock.moment = parks.closes_at
    set_clock.forward(seconds=-1)
    token = answered(codes, parks, WORKER | IDEAS)
    set_clock.forward(minutes=30, seconds=1)
    with pytest.raises(responding.NotOpen):
        responding.submit(codes, parks, token)
    assert rows(Response) == 0


def test_drafts_are_deleted_after_fourteen_days(parks, codes, set_clock):
    responding.start(codes, parks, "standard", "en")
    set_clock.forward(days=13)
    assert responding.delete_old_drafts() == 0
    set_clock.forward(days=1, seconds=1)
    assert responding.delete_old_drafts() == 1


def test_a_name_is_kept_with_its_response_and_is_neither_a_comment_nor_counted(
    in_app, set_clock, consultation_file, codes
):
    def ask_for_a_name(raw):
        raw["questionnaire"]["pages"][2]["questions"].append(
            {"key": "name", "type": "short_text", "identifies": "identity"}
        )
        raw["wordings"][0]["questions"]["name"] = {"text": "Your name?", "why": "To invite you."}

    parks = loading.load_file(consultation_file(ask_for_a_name)).consultation
    answers = WORKER | IDEAS | {"name": given("Ada Example")}
    receipt = responding.submit(codes, parks, answered(codes, parks, answers))
    row = responses.by_receipt(codes.receipt_hash(receipt.code))
    assert row.answers["name"]["value"] == "Ada Example"
    assert {comment.question for comment in responses.comments(parks)} == {"job", "why"}
    version = questionnaires.latest(parks)
    assert "name" not in {variable.key for variable in freezing.variables_of(version.questionnaire)}
    (record,) = freezing.response_records(version, [row])
    assert "Ada Example" not in str(record)


def test_what_the_chosen_wording_leaves_out_is_not_asked(in_app, set_clock, consultation_file, codes):
    def without_views(raw):
        short = json.loads(json.dumps(raw["wordings"][0])) | {
            "edition": "young_person",
            "omits": ["views", "why"],
        }
        raw["wordings"].append(short)

    parks = loading.load_file(consultation_file(without_views)).consultation
    token = responding.start(codes, parks, "young_person", "en")
    responding.save_page(responding.open_draft(codes, parks, token), {"role": given("parent")}, revision=0)
    receipt = responding.submit(codes, parks, token)
    row = responses.by_receipt(codes.receipt_hash(receipt.code))
    (record,) = freezing.response_records(questionnaires.latest(parks), [row])
    states = {key: cell.state for key, cell in record.cells.items()}
    assert states == {
        "role": "answered",
        "job": "not_asked",
        "views.trees": "not_asked",
        "views.paths": "not_asked",
        "why": "not_asked",
    }
