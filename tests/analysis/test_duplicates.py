"""Campaigns planted among other comments are found, edited or not; people who merely agree are none."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from analysis.duplicates import NearDuplicateFinder, busiest_hour, counted_once, group_responses

LETTERS = (
    "Please do not close the resource base at our school, because children with additional needs will "
    "lose the only place where they feel safe and are taught by people who know them well.",
    "Keep the free school transport for disabled young people over sixteen. Without the minibus my family "
    "could not get to college and I would have to give up my job to drive every day.",
    "The proposed cuts to short breaks are short sighted. Families are exhausted and respite is what "
    "keeps us going, so we urge you to think again before the budget is agreed in February.",
    "We support the strategy but want to see real investment in speech and language therapy, with shorter "
    "waiting lists and named therapists in every primary school.",
    "Our village needs a crossing outside the library. Cars speed past every morning and sooner or later "
    "a child is going to be killed, so please act now.",
)
PHRASES = (
    "we were made to feel at ease",
    "could not have been better",
    "nobody told us anything",
    "thank you very much",
    "it took far too long",
    "my son was very happy there",
    "the staff went above and beyond",
    "we had to fight for it",
    "the form is too long",
    "there is nothing to do for teenagers",
)
LITTLE = ("the", "and", "to", "of", "a", "we", "was", "it", "for", "in", "is", "not", "that", "they", "with")
FIRST = [
    "wheel",
    "garden",
    "paper",
    "letter",
    "music",
    "river",
    "lunch",
    "story",
    "bridge",
    "winter",
    "teacher",
    "bus",
]
SECOND = [
    "s",
    "room",
    "work",
    "book",
    "side",
    "time",
    "way",
    "box",
    "line",
    "house",
    "card",
    "light",
    "yard",
    "man",
]
THINGS = tuple(first + second for first in FIRST for second in SECOND)


def other_comments(count, draw):
    """Comments of people who speak for themselves: common phrases, common words, and words of their own."""
    for _ in range(count):
        words = draw.choices(THINGS, k=draw.randint(6, 25))
        for _ in range(len(words)):
            words.insert(draw.randrange(len(words)), draw.choice(LITTLE))
        words.insert(draw.randrange(len(words)), draw.choice(PHRASES))
        yield " ".join(words)


def edited(text, share, draw):
    words = text.split()
    return " ".join(draw.choice(THINGS) if draw.random() < share else word for word in words)


def planted(share, copies=20, others=1500, seed=1):
    draw = random.Random(seed)
    texts = list(other_comments(others, draw))
    campaign = [-1] * len(texts)
    for number, letter in enumerate(LETTERS):
        texts += [edited(letter, share, draw) for _ in range(copies)]
        campaign += [number] * copies
    return texts, np.array(campaign)


@pytest.mark.parametrize("share", [0.0, 0.15, 0.3])
def test_planted_campaigns_are_found_whole_and_nothing_else_is(share):
    texts, campaign = planted(share)
    labels = NearDuplicateFinder().fit(texts).labels_
    found = labels >= 0
    assert (found & (campaign >= 0)).sum() / (campaign >= 0).sum() >= 0.95
    assert (found & (campaign >= 0)).sum() / found.sum() >= 0.95
    for group in set(labels[found].tolist()):
        ((_, most),) = Counter(campaign[labels == group].tolist()).most_common(1)
        assert most / (labels == group).sum() >= 0.95


def test_a_campaign_that_is_most_of_what_came_in_is_found():
    texts, campaign = planted(0.3, copies=40, others=20)
    labels = NearDuplicateFinder().fit(texts).labels_
    assert ((labels >= 0) & (campaign >= 0)).sum() >= 0.95 * (campaign >= 0).sum()
    assert not (labels[campaign < 0] >= 0).any()


def test_a_group_tells_what_its_members_share():
    draw = random.Random(3)
    texts = [edited(LETTERS[4], 0.15, draw) for _ in range(12)] + list(other_comments(100, draw))
    group = NearDuplicateFinder().fit(texts).groups_[0]
    assert group.members == tuple(range(12))
    assert group.kind == "near_identical"
    assert "crossing outside the library" in group.shared_words
    assert group.typical in group.members
    assert 0.4 < group.likeness < 1


def test_letters_case_and_punctuation_make_no_difference():
    plain = "We want the crossing outside the library, and we want it now!"
    texts = [
        plain,
        plain.upper(),
        plain.replace(",", "  -"),
        "Quite another thing that somebody else has to say here.",
    ]
    (group,) = NearDuplicateFinder().fit(texts).groups_
    assert (group.members, group.kind, group.likeness) == ((0, 1, 2), "identical", 1.0)


def test_a_petition_with_own_words_added_is_still_that_petition():
    draw = random.Random(4)
    own = list(other_comments(6, draw))
    texts = [*other_comments(200, draw), *(f"{LETTERS[0]} {words}" for words in own)]
    assert NearDuplicateFinder().fit(texts).groups_[0].members == tuple(range(200, 206))


def test_short_answers_that_many_give_are_not_a_campaign():
    texts = ["The staff were very helpful and kind."] * 30 + ["Very helpful and kind staff."] * 30
    assert NearDuplicateFinder().fit(texts).groups_ == ()


@pytest.mark.parametrize(
    "texts", [[], [""], ["One comment of more than eight words stands all alone here."], ["?"] * 5]
)
def test_few_or_empty_comments_give_no_groups(texts):
    finder = NearDuplicateFinder().fit(texts)
    assert finder.groups_ == ()
    assert finder.labels_.tolist() == [-1] * len(texts)


def test_the_same_comments_give_the_same_groups_and_stay_as_they_are():
    texts, _ = planted(0.3, others=300)
    before = list(texts)
    assert NearDuplicateFinder().fit(texts).groups_ == NearDuplicateFinder().fit(texts).groups_
    assert texts == before


def test_other_scripts_are_compared_as_well():
    letter = "ਕਿਰਪਾ ਕਰਕੇ ਸਾਡੇ ਸਕੂਲ ਦਾ ਸਰੋਤ ਕੇਂਦਰ ਬੰਦ ਨਾ ਕਰੋ ਕਿਉਂਕਿ ਬੱਚੇ ਉੱਥੇ ਸੁਰੱਖਿਅਤ ਮਹਿਸੂਸ ਕਰਦੇ ਹਨ"
    texts = [letter, letter, letter.replace("ਬੱਚੇ", "ਸਾਰੇ ਬੱਚੇ")]
    (group,) = NearDuplicateFinder().fit(texts).groups_
    assert group.members == (0, 1, 2)


def test_with_and_without_differ_by_all_but_one_of_each_group():
    texts, _ = planted(0.15, copies=10, others=100)
    finder = NearDuplicateFinder().fit(texts)
    spare = sum(group.size - 1 for group in finder.groups_)
    assert counted_once(finder.labels_).sum() == len(texts) - spare


def at(minutes):
    return datetime(2026, 11, 2, 9, 0, tzinfo=UTC) + timedelta(minutes=minutes)


def test_the_busiest_hour_is_found_whatever_the_order():
    burst = busiest_hour([at(600), at(30), at(0), at(59), at(300), at(61)])
    assert (burst.start, burst.end, burst.count, burst.of) == (at(0), at(59), 3, 6)
    assert busiest_hour([]) is None


def test_the_same_answers_are_a_group_only_when_they_came_at_once():
    same = {f"question_{number}": "agree" for number in range(10)}
    other = [{**same, "question_3": "disagree", "question_4": "no"}] * 3
    at_once = [at(minute) for minute in range(8)]
    over_weeks = [at(minute * 2000) for minute in range(8)]
    (group,) = group_responses([same] * 5 + other, times=at_once)
    assert (group.members, group.why) == ((0, 1, 2, 3, 4), ("same answers",))
    assert group.burst.count == 5
    assert group_responses([same] * 5 + other, times=over_weeks) == ()
    assert group_responses([same] * 8) == ()


def test_answers_that_differ_in_one_place_are_a_group_when_they_came_at_once():
    answers = [
        {f"question_{number}": "agree" for number in range(10)} | {"question_3": f"option_{odd}"}
        for odd in range(6)
    ]
    (group,) = group_responses(answers, times=[at(minute) for minute in range(6)], least_at_once=2)
    assert group.members == tuple(range(6))
    assert group.why == ("all answers but one the same",)
    far_apart = [
        {f"question_{number}": str((number * odd) % 7) for number in range(10)} for odd in range(1, 7)
    ]
    assert group_responses(far_apart, times=[at(minute) for minute in range(6)], least_at_once=2) == ()


def test_answers_that_many_give_all_the_time_are_no_group_for_a_busy_hour():
    same = {f"question_{number}": "agree" for number in range(10)}
    assert (
        group_responses(
            [same] * 20, times=[at(minute if minute < 6 else minute * 500) for minute in range(20)]
        )
        == ()
    )


def test_responses_with_copies_of_one_comment_are_a_group():
    groups = group_responses([{}] * 6, [[0], [-1], [0, 1], [], [1], [2]], [at(0)] * 6)
    assert [group.members for group in groups] == [(0, 2, 4)]
    assert groups[0].why == ("same comment",)
