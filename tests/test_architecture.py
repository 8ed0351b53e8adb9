"""Promises about the code as a whole: its shape, its sizes, and what it must never say."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
PACKAGES = ("surveys", "analysis", "consult")
VENDORED = ("consult/static/vendor", "tests/browser/vendor", "consult/appendix/fonts")
MOST_LINES = 400
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "shared"}
# Written with a break, so that this file does not say them.
REGISTRY_HOSTS = ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "npmjs" + ".com")


def python_files():
    return sorted(path for package in PACKAGES for path in (PROJECT / package).rglob("*.py"))


def tracked_files():
    listed = subprocess.run(
        ["git", "-C", str(PROJECT), "ls-files", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("this is not a git checkout")
    names = [name for name in listed.stdout.splitlines() if not name.startswith(VENDORED)]
    return [PROJECT / name for name in names if (PROJECT / name).is_file()]


def name_of(path):
    return str(path.relative_to(PROJECT))


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_a_module_says_what_it_is_for_and_fits_on_a_desk(path):
    text = path.read_text(encoding="utf-8")
    if text.strip():
        assert ast.get_docstring(ast.parse(text)), "a module's docstring says what belongs there"
    if "migrations/versions" not in str(path):
        assert len(text.splitlines()) <= MOST_LINES
    assert path.stem not in VAGUE_NAMES


def test_only_the_settings_read_the_environment():
    readers = [
        name_of(path)
        for path in python_files()
        if re.search(r"os\.environ|os\.getenv|getenv\(", path.read_text(encoding="utf-8"))
    ]
    assert readers == ["consult/settings.py"]


def test_only_the_clock_asks_what_time_it_is():
    askers = [
        name_of(path)
        for path in python_files()
        if re.search(
            r"datetime\.now\(|date\.today\(|utcnow\(|(?<!date)time\.time\(", path.read_text(encoding="utf-8")
        )
    ]
    assert askers == ["consult/clock.py"]


def test_charts_do_not_use_the_global_state_of_pyplot():
    assert not [
        name_of(path) for path in python_files() if "pyplot" in _imports(path.read_text(encoding="utf-8"))
    ]


def _imports(text):
    return " ".join(
        ast.unparse(node)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
    )


def test_nothing_branches_on_the_type_of_a_question_outside_its_own_file():
    types = "|".join(
        ("single_choice", "several_choices", "agreement_scale", "agreement_grid", "short_text", "long_text")
    )
    found = [
        name_of(path)
        for path in python_files()
        if "question_types" not in str(path)
        and re.search(rf"""(==|!=|\bin\b)\s*\(?["']({types})["']""", path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_templates_and_pages_run_no_query():
    pages = [path for path in python_files() if "consult/pages" in str(path)]
    assert not [name_of(path) for path in pages if "db.session" in path.read_text(encoding="utf-8")]


def test_no_file_names_a_package_registry_or_a_lock_that_would():
    for path in tracked_files():
        assert path.name not in ("uv.lock", "package-lock.json")
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        named = [host for host in REGISTRY_HOSTS if host in text]
        assert not named, f"{name_of(path)} names {named}"


def test_every_locked_package_is_pinned_by_its_hash():
    for lock in (PROJECT / "requirements").glob("*.lock"):
        entries = re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8"))
        unpinned = [
            entry.splitlines()[0] for entry in entries if "==" in entry and "--hash=sha256" not in entry
        ]
        assert unpinned == [], lock.name
        assert "://" not in lock.read_text(encoding="utf-8")


def test_the_import_rules_are_kept():
    done = subprocess.run(
        ["lint-imports"], cwd=PROJECT, capture_output=True, text=True, check=False, env=_with_venv()
    )
    assert done.returncode == 0, done.stdout


def _with_venv():
    import os
    import sys

    return {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
