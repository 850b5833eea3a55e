"""What an instrument must be beyond its shape: one small function a rule, each yielding every fault it finds.

A new rule is one function and one name in a tuple below, with a broken instrument of its own in
tests/surveys/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from readiness.errors import Fault
from readiness.instrument.reading import Reading
from readiness.instrument.rules import names, questions, references, translations, wording

Rule = Callable[[Reading], Iterator[Fault]]

OF_PARTS: tuple[Rule, ...] = (
    names.folder_is_named_after_it,
    names.own_names_once,
    names.dimensions_have_files,
    names.pages_once,
    names.pages_not_reserved,
    names.questions_once,
    names.questions_not_reserved,
    questions.points_count_from_one,
    questions.favourable_is_a_point,
    questions.options_once,
    questions.something_to_choose,
    questions.source_stands_alone,
    questions.at_most_can_be_chosen,
    questions.number_is_a_short_row,
    questions.about_asks_only_what_may_be_asked,
    questions.lists_of_the_assessment_in_their_place,
    questions.innovations_only_in_areas,
    questions.comments_only_in_closing,
    questions.areas_are_chosen_in_their_own_question,
    wording.no_unseen_characters,
    wording.placeholders_known_here,
    wording.component_has_no_introduction,
    translations.language_is_another,
)
"""Rules that hold for each part by itself: they look at whatever could be read."""

OF_THE_WHOLE: tuple[Rule, ...] = (
    questions.role_is_asked,
    questions.something_to_ask_in_areas,
    questions.every_role_rates_every_dimension,
    references.scales_exist,
    references.roles_exist,
    references.nearest_is_another_role,
    references.conditions_look_back,
    references.conditions_can_be_true,
    references.named_questions_fit,
    references.consent_can_be_given,
    translations.texts_exist,
    translations.placeholders_kept,
    translations.texts_fit,
)
"""Rules about what belongs together: they need every file, lest they miss what merely cannot be read."""

UNFINISHED: tuple[Rule, ...] = (translations.nothing_untranslated,)
"""What the checker reports and a running assessment can live with."""
