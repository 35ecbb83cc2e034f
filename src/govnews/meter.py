"""Shows on standard error how far a run over many files is: count, rate, time left."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Self

from govnews.corpus import Progress, count_inputs
from govnews.terminal import complain

if TYPE_CHECKING:
    from rich import progress

EVERY_SECONDS = 10.0
"""How often a line is printed where no terminal is."""


class Meter:
    """A line that is written anew on a terminal; elsewhere a line now and then, and one at the end."""

    def __init__(self, paths: Sequence[str], output: str, *, shown: bool) -> None:
        self._paths, self._output, self._shown = paths, output, shown
        self._total: int | None = None
        self._before: int | None = None
        self._since = self._printed = 0.0
        self._how_far: Progress | None = None
        self._bar: progress.Progress | None = None

    def __enter__(self) -> Self:
        if self._shown:
            self._total = count_inputs(self._paths, self._output)
            if sys.stderr.isatty():
                self._bar = self._opened()
        return self

    def _opened(self) -> progress.Progress:
        from rich import progress
        from rich.console import Console

        bar = progress.Progress(
            progress.TextColumn("govnews"),
            progress.BarColumn(),
            progress.MofNCompleteColumn(),
            progress.TextColumn("{task.fields[speed]}"),
            console=Console(file=sys.stderr),
        )
        bar.add_task("files", total=self._total, speed="")
        bar.start()
        return bar

    def show(self, how_far: Progress) -> None:
        """Say how far the run is; what was finished before the first call is not counted into the rate."""
        if not self._shown:
            return
        now = time.monotonic()
        if self._before is None:
            self._before, self._since, self._printed = how_far.done, now, now
        self._how_far = how_far
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], completed=how_far.done, speed=self._speed(how_far, now))
        elif now - self._printed >= EVERY_SECONDS:
            self._print(how_far, now)

    def _print(self, how_far: Progress, now: float) -> None:
        self._printed = now
        total = "" if self._total is None else f"/{self._total}"
        complain(f"{how_far.done}{total} files, {self._speed(how_far, now)}")

    def _speed(self, how_far: Progress, now: float) -> str:
        """Failures, files a second, and the time that the others will take."""
        said = [f"{how_far.failed} failed"] if how_far.failed else []
        made, seconds = how_far.done - (self._before or 0), now - self._since
        rate = made / seconds if seconds > 0 else 0.0
        said.append(f"{rate:.1f}/s" if rate < 10 else f"{rate:.0f}/s")
        if rate and self._total is not None and self._total > how_far.done:
            left = round((self._total - how_far.done) / rate)
            said.append(f"{left // 3600}:{left // 60 % 60:02}:{left % 60:02} left")
        return ", ".join(said)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()
        elif self._how_far is not None:
            self._print(self._how_far, time.monotonic())
