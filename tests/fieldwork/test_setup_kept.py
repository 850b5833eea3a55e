"""A set-up read back from what is kept is the one that was written."""

from __future__ import annotations

from readiness.fieldwork import setup_file, setup_kept
from readiness.records import assessments


def test_a_kept_set_up_is_the_one_that_was_written(database, draft_assessment, tiny_setup):
    with database.read() as session:
        found = setup_kept.kept(session, draft_assessment)
    counted = tiny_setup.headcounts.model_copy(update={"roles": {"nurse": 180, "manager": 60}})
    assert found == tiny_setup.model_copy(update={"threshold": 11, "headcounts": counted})


def test_what_a_set_up_adds_to_its_questionnaire_is_what_is_kept(database, draft_assessment, tiny_setup):
    with database.read() as session:
        assert setup_file.local(tiny_setup) == assessments.local(session, draft_assessment)
