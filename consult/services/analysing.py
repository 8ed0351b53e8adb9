"""Running the machine's part of understanding: suggested themes and the reading aid. People decide afterwards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from analysis.dataset import open_dataset
from analysis.sentiment import read_sentiment
from analysis.topics import TopicProposer
from consult.services import reviewing
from consult.store import understanding
from consult.store.consultations import Consultation
from consult.store.transactions import transaction
from consult.store.understanding import SuggestedCoding, SuggestedTheme

Progress = Callable[[str, int, int], None]


def suggest_themes(
    job_id: int, dataset_folder: Path, *, seed: int, n_themes: int | None, progress: Progress
) -> None:
    """Propose themes for every comment of a dataset and write the suggestions. Repeating it replaces them."""
    comments = open_dataset(dataset_folder).comments.collect()
    references: list[str] = comments["reference"].to_list()
    texts: list[str] = comments["text"].to_list()
    languages: list[str] = comments["language"].to_list()
    progress("Grouping the comments", 0, len(texts))
    proposer = TopicProposer(n_topics=n_themes, random_state=seed).fit(texts)
    progress("Reading the comments", len(texts) // 2, len(texts))
    number_of = {index: topic.number for topic in proposer.topics_ for index in topic.members}
    themes = [
        SuggestedTheme(
            job_id=job_id,
            number=topic.number,
            name=topic.name,
            words=list(topic.words),
            typical=[references[index] for index in topic.typical],
        )
        for topic in proposer.topics_
    ]
    codings = [
        SuggestedCoding(
            job_id=job_id,
            comment_reference=reference,
            theme_number=number_of.get(index),
            sentiment=reading.score if (reading := read_sentiment(texts[index], languages[index])) else None,
        )
        for index, reference in enumerate(references)
    ]
    with transaction():
        understanding.replace_suggestions(job_id, themes, codings)
    progress("Reading the comments", len(texts), len(texts))


def adopt_first(consultation: Consultation, job_id: int) -> None:
    """Show the suggestions of an analysis, where nobody has looked at an earlier one yet."""
    review = reviewing.open_review(consultation)
    if not review.actions:
        reviewing.adopt(consultation, job_id, by=None)
