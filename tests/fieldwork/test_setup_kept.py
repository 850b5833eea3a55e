"""A set-up read back from what is kept is the one that was written."""

from __future__ import annotations

from readiness.fieldwork import lifecycle, setup_file, setup_kept, setup_types
from readiness.records import assessments


def test_a_kept_set_up_is_the_one_that_was_written(database, draft_assessment, tiny_setup):
    with database.read() as session:
        found = setup_kept.kept(session, draft_assessment)
    counted = tiny_setup.headcounts.model_copy(update={"roles": {"nurse": 180, "manager": 60}})
    assert found == tiny_setup.model_copy(update={"threshold": 11, "headcounts": counted})


def test_words_of_the_first_page_and_languages_are_kept(database, tiny_settings, tiny_setup):
    said = setup_types.Front(asks="The board asks.\nBecause.", email="robin@ashdale.example")
    written = tiny_setup.model_copy(update={"front": said, "languages": ("en",)})
    with database.write() as session:
        made = lifecycle.create(session, written, tiny_settings)
    with database.read() as session:
        kept = setup_kept.kept(session, assessments.by_code(session, made.code))
    assert (kept.front, kept.languages) == (said, ("en",))


def test_what_a_set_up_adds_to_its_questionnaire_is_what_is_kept(database, draft_assessment, tiny_setup):
    with database.read() as session:
        assert setup_file.local(tiny_setup) == assessments.local(session, draft_assessment)
