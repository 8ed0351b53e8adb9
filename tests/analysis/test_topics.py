"""Topics are proposed for any comments, repeat exactly, and read like something a person would write."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone

from analysis.topics import TopicProposer, suggested_number

WAITING = [
    "We waited four hours to be seen", "The delay was far too long", "They came late again",
    "Long waiting times",
    "Please answer letters faster", "A quicker response would help", "Two weeks is too slow",
]  # fmt: skip
KINDNESS = [
    "The staff were friendly and polite", "Everybody was so kind to my son",
    "Rude and dismissive receptionist",
    "A caring, respectful team", "She was helpful and patient with us", "Welcoming and approachable people",
]  # fmt: skip
TRANSPORT = [
    "The bus does not stop near the school", "No parking for the minibus", "Taxi drivers change every week",
    "Travel to college costs too much", "The journey by car is an hour each way",
    "Buses are never on the route",
]  # fmt: skip
ALL = WAITING + KINDNESS + TRANSPORT


def together(labels: np.ndarray, group: range) -> float:
    return Counter(labels[list(group)].tolist()).most_common(1)[0][1] / len(group)


def test_comments_that_mean_the_same_without_sharing_words_come_together() -> None:
    labels = TopicProposer(3).fit(ALL).labels_
    assert together(labels, range(7)) >= 0.7
    assert together(labels, range(7, 13)) >= 0.7
    assert together(labels, range(13, 19)) >= 0.7


def test_topics_have_readable_names_that_differ() -> None:
    names = [topic.name for topic in TopicProposer(3).fit(ALL).topics_]
    assert set(names) == {"Waiting and timeliness", "How people are treated", "Transport and travel"}


def test_words_that_people_write_in_capitals_stay_so() -> None:
    texts = ["The PCSO rota", "our PCSO is fine", "PCSO rounds", "a PCSO beat"]
    assert any("PCSO" in topic.name for topic in TopicProposer(1).fit(texts).topics_)


def test_the_same_seed_gives_the_same_topics() -> None:
    one, other = TopicProposer(4, random_state=7).fit(ALL * 5), TopicProposer(4, random_state=7).fit(ALL * 5)
    assert one.topics_ == other.topics_
    assert one.labels_.tolist() == other.labels_.tolist()


def check_promises(texts: list[str], proposer: TopicProposer) -> None:
    topics = proposer.topics_
    members = [place for topic in topics for place in topic.members]
    assert sorted(members) == [place for place, label in enumerate(proposer.labels_) if label]
    assert [topic.number for topic in topics] == list(range(1, len(topics) + 1))
    assert len({topic.name.casefold() for topic in topics}) == len(topics)
    sizes = [len(topic.members) for topic in topics]
    assert sizes == sorted(sizes, reverse=True)
    for topic in topics:
        assert topic.name.strip()
        assert topic.members and set(topic.typical) <= set(topic.members)
        assert all(proposer.labels_[place] == topic.number for place in topic.members)


@settings(max_examples=40)
@given(
    st.lists(
        st.sampled_from([*ALL, "None", "", "Good", "ਹੋਰ ਸਮਾਂ ਚਾਹੀਦਾ ਹੈ", "وقت أطول من فضلكم", "更多时间"]),
        max_size=30,
    ),
    st.none() | st.integers(1, 8),
    st.integers(0, 3),
)
def test_any_comments_give_topics_that_keep_their_promises(
    texts: list[str], number: int | None, seed: int
) -> None:
    proposer = TopicProposer(number, random_state=seed).fit(texts)
    check_promises(texts, proposer)
    if number:
        assert len(proposer.topics_) <= number


@pytest.mark.parametrize(
    ("texts", "topics"),
    [
        ([], 0),
        (["None", "", "n/a"], 0),
        (["More time"], 1),
        (["More time"] * 9, 1),
        (["More time", "more time!", "MORE TIME"], 1),
        (["ab", "cd", "ef", "gh", "ij"], None),
        (["the and of", "is it you"], None),
        (["🙂🙂", "12345", "…"], 0),
        (["ਹੋਰ ਸਮਾਂ ਚਾਹੀਦਾ ਹੈ", "ਸਟਾਫ ਚੰਗਾ ਸੀ", "More staff please"], None),
    ],
)
def test_few_and_strange_comments_are_handled(texts: list[str], topics: int | None) -> None:
    proposer = TopicProposer().fit(texts)
    check_promises(texts, proposer)
    if topics is not None:
        assert len(proposer.topics_) == topics
    saying = [
        text for text in texts if any(letter.isalpha() for letter in text) and text not in ("None", "n/a")
    ]
    assert int((proposer.labels_ > 0).sum()) == len(saying)


def test_equal_comments_are_never_parted_and_nothing_to_say_is_in_no_topic() -> None:
    proposer = TopicProposer(5).fit([*ALL, *(text.upper() + "!" for text in ALL), "None.", "Did not answer"])
    labels = proposer.labels_.tolist()
    assert labels[: len(ALL)] == labels[len(ALL) : 2 * len(ALL)]
    assert labels[-2:] == [0, 0]


def test_typical_comments_say_something_and_differ() -> None:
    texts = [*WAITING * 4, "late", "Late!", "They came late again today", "They came very late again"]
    (topic,) = TopicProposer(1).fit(texts).topics_
    typical = [texts[place] for place in topic.typical]
    assert len(set(typical)) == 5
    assert all(len(text.split()) >= 3 for text in typical)


def test_it_follows_the_conventions_and_leaves_its_input_alone() -> None:
    texts = list(ALL)
    proposer = TopicProposer(n_topics=3, random_state=5)
    assert proposer.fit(texts) is proposer
    assert texts == ALL
    assert clone(proposer).get_params() == {"n_topics": 3, "random_state": 5}
    with pytest.raises(ValueError, match="ask for 1 topic or more"):
        TopicProposer(0).fit(ALL)


def test_the_suggested_number_grows_slowly() -> None:
    assert [suggested_number(n) for n in (0, 1, 2, 50, 500, 4_000, 10**6)] == [1, 1, 1, 3, 6, 10, 25]
