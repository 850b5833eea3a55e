"""A comment may be shortened, visibly, and never be made to say something else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from readiness.fieldwork.moderating.clues import Known, clues
from readiness.fieldwork.moderating.cutting import LEFT_OUT, BadCut, cut, without

WRITTEN = "Ask Sarah in pharmacy. She knows it all, and it's not unsafe. More time, please."


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("Ask [...] in pharmacy.", "Ask […] in pharmacy. […]"),
        ("Ask […] in pharmacy. [..] More time, please.", "Ask […] in pharmacy. […] More time, please."),
        ("More time, please.", "[…] More time, please."),
        ("[...] More time, please.", "[…] More time, please."),
        ("She knows it all [ ... ] More time", "[…] She knows it all […] More time […]"),
        ("it’s not unsafe", "[…] it's not unsafe […]"),
        ("Ask  Sarah\nin   pharmacy. [...]", "Ask Sarah in pharmacy. […]"),
        (WRITTEN, WRITTEN),
        ("Ask [...] Sarah in pharmacy.", "Ask Sarah in pharmacy. […]"),
        ("More time, please", "[…] More time, please"),
    ],
)
def test_what_was_left_out_is_seen_and_what_is_shown_is_as_it_was_written(wanted, shown):
    assert cut(WRITTEN, wanted) == shown


@pytest.mark.parametrize(
    "wanted",
    [
        "More money, please.",
        "Ask somebody in pharmacy.",
        "it's not safe",
        "safe",
        "More time [...] Ask Sarah",
        "ask sarah",
        "Ask in pharmacy.",
        "s not unsafe",
        "Ask [name] in pharmacy.",
    ],
)
def test_words_that_were_not_written_so_are_refused(wanted):
    with pytest.raises(BadCut) as refused:
        cut(WRITTEN, wanted)
    assert "own words" in refused.value.remedy


@pytest.mark.parametrize("wanted", ["", "[...]", " […] […] ", "[...] . [...]"])
def test_nothing_is_no_comment(wanted):
    with pytest.raises(BadCut):
        cut(WRITTEN, wanted)


def test_a_hyphen_joins_a_word():
    with pytest.raises(BadCut):
        cut("Our non-clinical staff", "Our [...] clinical staff")


@given(
    some.lists(some.sampled_from("not safe we do it. Ask them and wait".split()), min_size=2, max_size=12),
    some.data(),
)
def test_any_words_may_be_left_out_and_all_else_stays(words, data):
    """Whatever is left out, the parts between the gaps stand in the comment, in that order."""
    kept = data.draw(some.lists(some.booleans(), min_size=len(words), max_size=len(words)).filter(any))
    wanted = " ".join(word if keep else LEFT_OUT for word, keep in zip(words, kept, strict=True))
    shown = cut(" ".join(words), wanted)
    rest = " ".join(words)
    for part in filter(None, (part.strip() for part in shown.split(LEFT_OUT))):
        _, found, rest = rest.partition(part)
        assert found, (shown, words)
    assert cut(" ".join(words), shown) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Ask Sarah in pharmacy. More time, please.", "[…] More time, please."),
        ("More time! Dr Patel agrees. Less paper?", "More time! […] Less paper?"),
        ("Ring 07700 900123", None),
        ("Write to a.b@example.org. It works 2.5 times faster.", "[…] It works 2.5 times faster."),
        ("Nothing here.", "Nothing here."),
        ("", None),
    ],
)
def test_sentences_with_a_clue_are_left_out(written, shown):
    assert without(written, clues(written, Known())) == shown
