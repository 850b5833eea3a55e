"""Each macro has the library's markup: the same tree as `nhsuk-frontend-jinja` makes, less what only scripts read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
import pytest
from lxml import html
from lxml.html import HtmlElement
from markupsafe import Markup

import readiness

OPTIONS = (("1", "Disagree <strongly>", None), ("2", "Agree & more", 'Says "yes"'), ("0", "Don't know", None))


@pytest.fixture(scope="module")
def ours() -> Any:
    return our_environment().get_template("nhsuk.html").module


@pytest.fixture(scope="module")
def theirs() -> jinja2.Environment:
    loader = jinja2.PackageLoader("nhsuk_frontend_jinja", "templates")
    return jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.ChainableUndefined)


def our_environment() -> jinja2.Environment:
    loader = jinja2.FileSystemLoader(Path(readiness.__file__).parent / "web" / "templates")
    return jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)


def made(theirs: jinja2.Environment, component: str, macro: str, params: dict[str, Any]) -> str:
    source = (
        f'{{% from "nhsuk/components/{component}/macro.jinja" import {macro} %}}{{{{ {macro}(params) }}}}'
    )
    return theirs.from_string(source).render(params=params)


def tree(text: str) -> list[Any]:
    return list(_parts(html.fragment_fromstring(text, create_parent="div")))


def _parts(element: HtmlElement) -> Iterator[Any]:
    for child in element:
        attributes = {name: " ".join(value.split()) for name, value in child.attrib.items()}
        known = {name: value for name, value in attributes.items() if not name.startswith("data-")}
        yield child.tag, known, _folded(child.text), list(_parts(child)), _folded(child.tail)


def _folded(text: str | None) -> str:
    return " ".join((text or "").split())


def field(error: str | None = None, hint: str | None = None, raw: tuple[str, ...] = ()) -> SimpleNamespace:
    options = [SimpleNamespace(value=value, text=text, hint=told) for value, text, told in OPTIONS]
    return SimpleNamespace(
        id="a.b-1",
        name="a.b-1",
        legend="Is <this> & that so?",
        hint=hint,
        error=error,
        raw=raw,
        options=options,
    )


def params(**given: Any) -> dict[str, Any]:
    known = {
        "name": "a.b-1",
        "idPrefix": "a.b-1",
        "fieldset": {"legend": {"text": "Is <this> & that so?", "size": "s"}},
        "hint": {"text": given["hint"]} if given["hint"] else None,
        "errorMessage": {"text": given["error"]} if given["error"] else None,
        "items": [
            {"value": value, "text": text, "hint": {"text": told} if told else None}
            for value, text, told in OPTIONS
        ],
    }
    return {name: value for name, value in known.items() if value}


STATES = [
    {"error": None, "hint": None},
    {"error": None, "hint": "Tell <us>"},
    {"error": "Choose an answer", "hint": None},
    {"error": "Choose an answer", "hint": "Tell us"},
]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("raw", [(), ("2",), ("0",)])
def test_radios_are_the_librarys(
    ours: Any, theirs: jinja2.Environment, state: dict[str, str | None], raw: tuple[str, ...]
) -> None:
    chosen = {"value": raw[0]} if raw else {}
    expected = made(theirs, "radios", "radios", {**params(**state), **chosen})
    assert tree(ours.radios(field(raw=raw, **state), "Error")) == tree(expected)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("raw", [(), ("1",), ("1", "2", "0")])
def test_checkboxes_are_the_librarys(
    ours: Any, theirs: jinja2.Environment, state: dict[str, str | None], raw: tuple[str, ...]
) -> None:
    expected = made(theirs, "checkboxes", "checkboxes", {**params(**state), "values": list(raw)})
    assert tree(ours.checkboxes(field(raw=raw, **state), "Error")) == tree(expected)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("raw", [(), ("Two\nlines </textarea>",)])
def test_a_textarea_is_the_librarys(
    ours: Any, theirs: jinja2.Environment, state: dict[str, str | None], raw: tuple[str, ...]
) -> None:
    given = params(**state)
    label = {"text": "Is <this> & that so?", "size": "s"}
    expected = {"name": "a.b-1", "id": "a.b-1", "label": label, "value": "".join(raw)}
    expected |= {name: given[name] for name in ("hint", "errorMessage") if name in given}
    assert tree(ours.textarea(field(raw=raw, **state), "Error")) == tree(
        made(theirs, "textarea", "textarea", expected)
    )


def test_a_text_that_begins_with_a_line_break_keeps_it(ours: Any) -> None:
    assert ">\n\nabout</textarea>" in ours.textarea(field(raw=("\nabout",)), "Error")


@pytest.mark.parametrize(
    ("classes", "variant"),
    [("", None), ("nhsuk-button--secondary", "secondary"), ("nhsuk-button--warning", "warning")],
)
def test_a_button_is_the_librarys(
    ours: Any, theirs: jinja2.Environment, classes: str, variant: str | None
) -> None:
    expected = {"text": "Send & go", "name": "what", "value": "it", "variant": variant}
    assert tree(ours.button("Send & go", classes, "what", "it")) == tree(
        made(theirs, "button", "button", expected)
    )


def test_a_link_that_looks_like_a_button_is_the_librarys(ours: Any, theirs: jinja2.Environment) -> None:
    expected = made(theirs, "button", "button", {"text": "Continue", "href": "/a?b=1&c=2"})
    assert tree(ours.link_button("Continue", "/a?b=1&c=2")) == tree(expected)


def test_a_back_link_is_the_librarys(ours: Any, theirs: jinja2.Environment) -> None:
    expected = made(theirs, "back-link", "backLink", {"text": "Back", "href": "/before"})
    assert tree(ours.back_link("Back", "/before")) == tree(expected)


def test_a_back_button_is_the_librarys(ours: Any, theirs: jinja2.Environment) -> None:
    sends = {"form": "answers", "name": "_go", "value": "back"}
    expected = made(
        theirs, "back-link", "backLink", {"text": "Back", "element": "button", "attributes": sends}
    )
    assert tree(ours.back_button("Back", "answers")) == tree(expected)


def test_an_error_summary_is_the_librarys(ours: Any, theirs: jinja2.Environment) -> None:
    faults = [("Choose <one>", "#role"), ("Choose fewer", "#a.b-1")]
    listed = [{"text": text, "href": href} for text, href in faults]
    focused = {"tabindex": "-1", "autofocus": ""}  # which the library leaves to a script
    values = {"heading": "There is a problem", "errorList": listed, "attributes": focused}
    expected = made(theirs, "error-summary", "errorSummary", values)
    assert tree(ours.error_summary("There is a problem", faults)) == tree(expected)


def test_a_summary_list_is_the_librarys(ours: Any, theirs: jinja2.Environment) -> None:
    rows = [("Role", "GP"), ("Words", "a <b> & c")]
    listed = [{"key": {"text": key}, "value": {"text": value}} for key, value in rows]
    expected = made(theirs, "summary-list", "summaryList", {"rows": listed})
    assert tree(ours.summary_list(rows)) == tree(expected)


def test_an_inset_text_is_the_librarys(ours: Any, theirs: jinja2.Environment) -> None:
    source = (
        '{% from "nhsuk.html" import inset_text %}'
        '{% call inset_text("Information") %}<p>Read &amp; go on</p>{% endcall %}'
    )
    expected = made(theirs, "inset-text", "insetText", {"text": "Read & go on"})
    assert tree(our_environment().from_string(source).render()) == tree(expected)


def test_a_panel_is_the_librarys(ours: Any, theirs: jinja2.Environment) -> None:
    given = {"titleText": "Thank <you>", "text": "Your answers have been sent", "headingLevel": 1}
    assert tree(ours.panel("Thank <you>", "Your answers have been sent")) == tree(
        made(theirs, "panel", "panel", given)
    )


def test_a_skip_link_is_the_librarys(ours: Any, theirs: jinja2.Environment) -> None:
    expected = made(theirs, "skip-link", "skipLink", {"text": "Skip to main content"})
    assert tree(ours.skip_link("Skip to main content")) == tree(expected)


def test_a_footer_is_the_librarys(ours: Any, theirs: jinja2.Environment) -> None:
    links = [("Privacy", "/privacy"), ("Accessibility", "/accessibility")]
    meta = {
        "visuallyHiddenText": "About this website",
        "items": [{"text": text, "href": href} for text, href in links],
    }
    expected = made(theirs, "footer", "footer", {"meta": meta, "copyright": {"text": ""}})
    assert tree(ours.footer("About this website", links)) == tree(expected)


def test_a_header_is_the_librarys_without_the_nhs_logo(ours: Any, theirs: jinja2.Environment) -> None:
    given = {"organisation": {"name": "North <System>"}, "service": {"text": "How ready are we?"}}
    expected = html.fragment_fromstring(made(theirs, "header", "header", given))
    for logo in expected.findall(".//svg"):
        logo.drop_tree()
    ours_made = ours.header("North <System>", "How ready are we?")
    assert tree(ours_made) == tree(html.tostring(expected, encoding="unicode"))
    assert "<svg" not in ours_made


def test_every_text_given_to_a_macro_is_escaped(ours: Any) -> None:
    hostile = '"><script>alert(1)</script>'
    option = SimpleNamespace(value=hostile, text=hostile, hint=hostile)
    end = SimpleNamespace(text=0, label=hostile)
    asked = SimpleNamespace(
        id=hostile, name=hostile, legend=hostile, hint=hostile, error=hostile, raw=(hostile,), options=[option],
        low=end, high=end,
    )  # fmt: skip
    drawn = [
        *(getattr(ours, name)(asked, hostile) for name in ("radios", "checkboxes", "steps", "textarea")),
        ours.error_summary(hostile, [(hostile, hostile)]),
        ours.summary_list([(hostile, hostile)]),
        ours.header(hostile, hostile),
        ours.button(hostile, hostile, hostile, hostile),
        ours.panel(hostile, hostile),
    ]
    assert all(isinstance(one, Markup) for one in drawn)
    assert not [one for one in drawn if "<script" in one]
