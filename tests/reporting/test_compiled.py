"""Templates are compiled once, as long as they stay as they are."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template

from readiness.reporting.documents.compiled import Compiled


def test_a_template_is_compiled_once_and_anew_when_it_has_changed(tmp_path: Path) -> None:
    kept, path = Compiled(), tmp_path / "page.html"

    def found() -> Template:
        return Environment(loader=FileSystemLoader(tmp_path), bytecode_cache=kept).get_template("page.html")

    path.write_text("{{ name }} before", "utf-8")
    first, second = found(), found()
    assert first.root_render_func.__code__ is second.root_render_func.__code__
    path.write_text("{{ name }} after", "utf-8")
    assert found().render(name="As") == "As after"


def test_templates_of_one_name_in_two_folders_are_two(tmp_path: Path) -> None:
    kept = Compiled()
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page.html").write_text(f"The {name}", "utf-8")
    made = [
        Environment(loader=FileSystemLoader(tmp_path / name), bytecode_cache=kept)
        for name in ("one", "other")
    ]
    assert [one.get_template("page.html").render() for one in made] == ["The one", "The other"]
