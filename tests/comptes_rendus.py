"""Shows, at the end of a run, how many tests passed on each real part.

A green run on doubles alone would prove little: a full run in which one of these
parts was driven by no passing test is a failed run.
"""

from collections import Counter
from collections.abc import Generator

import pytest

# A test bears on a part when one of these words is a fixture it uses, a parameter or a mark.
PARTS = {
    "SQLite": {"base_sqlite", "sqlite"},
    "PostgreSQL": {"base_postgresql", "postgresql"},
    "S3 (HTTP)": {"stockage_s3", "serveur_s3", "s3"},
    "Chromium": {"page", "navigateur", "chromium"},
}
_TAG = "part"


def parts_of(item: pytest.Item) -> list[str]:
    """The real parts that a test drives."""
    words = set(getattr(item, "fixturenames", ())) | {mark.name for mark in item.iter_markers()}
    callspec = getattr(item, "callspec", None)
    if callspec:
        words |= {value for value in callspec.params.values() if isinstance(value, str)}
    return [part for part, names in PARTS.items() if words & names]


def is_full(config: pytest.Config) -> bool:
    """Whether every test was asked for: no path, no selection."""
    option = config.option
    narrowed = option.markexpr or option.keyword or option.collectonly or option.deselect
    again = getattr(option, "lf", False) or getattr(option, "stepwise", False)
    return config.args_source is pytest.Config.ArgsSource.TESTPATHS and not (narrowed or again)


class Counts:
    """Counts passing tests; the part travels in the report, so that it also does with workers."""

    def __init__(self) -> None:
        self.passed: Counter[str] = Counter()

    @property
    def missing(self) -> list[str]:
        return [part for part in PARTS if not self.passed[part]]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        if report.when == "call":
            report.user_properties += [(_TAG, part) for part in parts_of(item)]
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" and report.passed:
            self.passed.update(str(value) for tag, value in report.user_properties if tag == _TAG)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if is_full(session.config) and self.missing and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(
        self, terminalreporter: pytest.TerminalReporter, config: pytest.Config
    ) -> None:
        counts = " · ".join(f"{part} : {self.passed[part]}" for part in PARTS)
        terminalreporter.write_line(f"Tests réussis sur des pièces réelles : {counts}")
        if is_full(config) and self.missing:
            absent = ", ".join(self.missing)
            terminalreporter.write_line(f"ÉCHEC : aucun test réussi sur {absent}.", red=True)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Counts(), "comptes-rendus")
