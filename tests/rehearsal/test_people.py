"""The simulated people: the same for the same seed, valid answers, and effects of the size that real surveys show."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from datetime import date

import numpy as np
import pytest

from readiness import config
from readiness.analysis import agreement
from readiness.demo import run
from readiness.fieldwork import setup_file, submitting
from readiness.fieldwork.moderating.clues import Known, clues
from readiness.fieldwork.moderating.moderation import Reading
from readiness.instrument.load import load_version
from readiness.records.comments import Consented
from readiness.rehearsal import crowds, people, steps


@pytest.fixture(scope="module")
def asked():
    surveys = config.load("instance", {}).surveys
    setup = setup_file.read(run.HERE / "system.toml", surveys)
    return load_version(surveys, setup.instrument, setup.version), setup_file.local(setup)


@pytest.fixture(scope="module")
def crowd(asked):
    return crowds.by_area(run.turnout(), asked[1], run.SEED)


@pytest.fixture(scope="module")
def answers(asked, crowd):
    return list(people.answers(*asked, crowd, run.SEED))


def test_there_are_about_1200(answers):
    assert 1150 <= len(answers) == run.turnout().size <= 1250


def test_the_same_seed_gives_the_same_people_and_another_seed_others(asked, crowd, answers):
    again = people.answers(*asked, crowd, run.SEED)
    assert [next(again) for _ in range(20)] == answers[:20]
    assert next(people.answers(*asked, crowd, run.SEED + 1)) != answers[0]


def test_every_answer_set_would_be_taken_from_a_browser(asked, answers):
    for given in answers[:300]:
        submitting.checked(*asked, given)


def test_areas_differ_as_they_do_on_published_data(answers):
    """ICC(1) of area items lies between .04 and .13 on published organisational data; a little leeway for one draw."""
    values, areas = [], []
    for given in answers:
        for area in given["areas"]:
            rated = [given.get(f"{area}.commitment-{item}", 0) for item in (1, 2, 3)]
            if all(rated):
                values.append(np.mean(rated))
                areas.append(area)
    assert 0.02 <= agreement.icc(np.array(values), np.array(areas)).icc1 <= 0.13


def test_dimensions_differ_more_than_areas_do(answers):
    by_dimension = defaultdict(list)
    for given in answers:
        for key, value in given.items():
            if "." not in key and isinstance(value, int) and value and key != "overall":
                by_dimension[key.rsplit("-", 1)[0]].append(value)
    means = [np.mean(values) for values in by_dimension.values()]
    assert max(means) - min(means) > 0.8


def test_the_system_is_marked_as_simulated(asked):
    setup = setup_file.read(run.HERE / "system.toml", config.load("instance", {}).surveys)
    assert setup.simulated
    assert setup.opens_on < date(2026, 12, 31)


def test_every_remark_is_written_once_and_most_may_be_quoted(answers):
    for question in ("would-help", "works-well"):
        remarks = tomllib.loads(people.REMARKS.read_text("utf-8"))[question]
        assert sorted(given[question] for given in answers if question in given) == sorted(remarks)
    wrote = [given for given in answers if "would-help" in given or "works-well" in given]
    assert all(given["quote"] in ("yes", "no") for given in wrote)
    assert 0.7 < sum(given["quote"] == "yes" for given in wrote) / len(wrote) < 0.95


def test_the_rule_of_the_demonstration_shows_no_clue():
    for remarks in tomllib.loads(people.REMARKS.read_text("utf-8")).values():
        judged = [(words, steps.judged(reading_of(words))) for words in remarks]
        assert sum(decision.state == "shown" for _, decision in judged) > 0.8 * len(judged)
        assert sum(decision.cut is not None for _, decision in judged) >= 2
        for words, decision in judged:
            if decision.state == "shown":
                assert clues(decision.cut or words, Known()) == ()


def reading_of(words):
    return Reading("handle", Consented(b"", "would-help", words), "asked", Known())
