"""Publications one after another: beside each other they tell no more than each alone."""

from __future__ import annotations

import pytest

from analysis.disclosure import audit, protect
from consult.rules.responses import State
from consult.services import deciding_states
from consult.services.publishing import building, releases, showing
from consult.store import answering, responses


@pytest.fixture
def publish(built, strategy):
    """Builds and publishes the consultation as it is now; gives what the publication told."""

    def run():
        files = built(strategy, "json")
        stored = [building.BuiltFile(name, "text/plain", content, False) for name, content in files.items()]
        publication = building.keep(strategy, None, "digest", stored)
        showing.publish(strategy, publication, by=None)
        return releases.read(files[releases.RELEASE_FILE])

    return run


def set_aside(strategy, number):
    chosen = list(responses.counted(strategy))[:number]
    for row in chosen:
        deciding_states.set_state(strategy, row, State.HELD, "To see what follows", by=None)
    return {row.reference for row in chosen}


def test_a_release_is_read_as_it_was_written(publish):
    release = publish()
    assert release.tables and release.counted
    assert releases.read(releases.written(release)) == release


def test_the_same_answers_published_again_tell_the_same(publish):
    first = publish()
    second = publish()
    assert (second.tables, second.withheld) == (first.tables, first.withheld)


def test_what_a_few_responses_changed_cannot_be_worked_out_from_two_publications(publish, strategy):
    first = publish()
    gone = set_aside(strategy, 2)
    second = publish()
    assert second.counted == first.counted - gone
    before = releases.as_earlier_releases([first], second.counted)
    assert before[0].withdrawn_since == 2
    assert audit(second.tables, second.withheld, before).is_clean
    # The control: looked at by itself, the second release would have told what the two had said.
    alone = releases.as_earlier_releases([], second.counted)
    careless = _withheld_alone(second, alone)
    assert not audit(second.tables, careless, before).is_clean


def _withheld_alone(release, before):
    return frozenset(protect(release.tables, before).withheld)


def test_tables_stay_as_coarse_as_they_were(publish, strategy):
    first = publish()
    set_aside(strategy, 3)
    second = publish()
    assert second.coarseness.together == first.coarseness.together
    assert first.coarseness.shapes.items() <= second.coarseness.shapes.items()


def test_a_publication_that_was_taken_down_still_counts(publish, strategy):
    publish()
    live = answering.published(strategy)
    showing.take_down(strategy, live, by=None)
    assert len(releases.published_before(strategy)) == 1


def test_one_that_was_never_public_does_not(built, strategy):
    files = built(strategy, "json")
    stored = [building.BuiltFile(name, "text/plain", content, False) for name, content in files.items()]
    building.keep(strategy, None, "digest", stored)
    assert releases.published_before(strategy) == []


def test_what_it_costs_is_told_by_table(publish, strategy):
    publish()
    set_aside(strategy, 2)
    second = publish()
    assert second.checked
    assert {cost.caption for cost in second.costs}
    assert all(0 < cost.withheld <= cost.figures for cost in second.costs)
    assert sum(cost.withheld for cost in second.costs) >= len(second.withheld)
