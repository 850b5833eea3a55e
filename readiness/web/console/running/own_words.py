"""Words of the lead's own in the mails of this assessment, within bounds."""

from __future__ import annotations

from flask import Response, url_for

from readiness.access.faults import Refused, Unfit
from readiness.building import errands
from readiness.fieldwork.inviting import own_words
from readiness.fieldwork.inviting.own_words import LONGEST, OwnWords, Unusable
from readiness.fieldwork.inviting.wording import Wording
from readiness.web.console import gate, once, scoped
from readiness.web.console.drawing import FormPage, form_page
from readiness.web.console.running import asking
from readiness.web.console.running.forms import OwnWordsForm
from readiness.web.console.running.links import named
from readiness.web.console.running.words import spoken, wording


def ask(code: str) -> Response:
    """Ask for them in one language."""
    words = wording()
    language = spoken(words)
    here = words.own.get(language, OwnWords())
    return _page(OwnWordsForm(data={"subject": here.subject, "paragraph": here.paragraph}), words, language)


def take(code: str) -> Response:
    """Keep them; the next page shows every mail with them."""
    form, words = once.took(OwnWordsForm), wording()
    language = spoken(words)
    there = url_for("console.words", code=code, language=language)
    try:
        made = own_words.fitted(form.subject.data, form.paragraph.data)
    except Unusable as error:
        form.say(Unfit(error.field, error.message, error.remedy))
        return _page(form, words, language)
    with once.desk(there) as acting:
        if any(not one.ended for one in errands.listed(acting.session, words.assessment, errands.MAIL)):
            raise Refused(
                "Mails of this assessment are being sent.", "Wait until they are all gone, or stop them."
            )
        own_words.keep(acting.session, code, language, made)
        acting.note("changed the words of the mails", asking.about(), language=language)
    return gate.leading(there)


def _page(form: OwnWordsForm, words: Wording, language: str) -> Response:
    code = scoped.here().code
    several = f" in {named(language)}" if len(words.messages) > 1 else ""
    texts = (
        "They are for this assessment alone. The promise, the link, the last day and all else stay as they are: "
        "promise nothing yourself, and name no other link, so that people know theirs from any other.",
        f"Leave a field blank to keep our words. A subject has {LONGEST['subject']} letters at most, the paragraph "
        f"{LONGEST['paragraph']}. The next page shows every mail with them. Send yourself a test after it.",
    )
    return form_page(
        FormPage(
            f"Your own words{several}",
            form,
            url_for("console.own_words_sent", code=code, language=language),
            "Keep and see the mails",
            texts,
            back=("The words of the mails", url_for("console.words", code=code, language=language)),
            section="assessments",
        )
    )
