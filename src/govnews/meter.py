"""Shows on standard error how far a run over many files is: count, rate, time left."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Self

from govnews.corpus import Progress, count_inputs

if TYPE_CHECKING:
    from rich import progress


class Meter:
    """A line that is written anew on a terminal; elsewhere a line now and then."""

    def __init__(self, paths: Sequence[str], *, shown: bool) -> None:
        self._paths, self._shown = paths, shown
        self._bar: progress.Progress | None = None
        self._task: progress.TaskID | None = None

    def __enter__(self) -> Self:
        if self._shown:
            from rich import progress
            from rich.console import Console

            self._bar = progress.Progress(
                progress.TextColumn("govnews"),
                progress.BarColumn(),
                progress.MofNCompleteColumn(),
                progress.TextColumn("{task.fields[rate]}"),
                progress.TimeRemainingColumn(),
                console=Console(file=sys.stderr),
            )
            self._task = self._bar.add_task("files", total=count_inputs(self._paths), rate="")
            self._bar.start()
        return self

    def show(self, how_far: Progress) -> None:
        """Say how far the run is."""
        if self._bar is not None and self._task is not None:
            speed = self._bar.tasks[0].speed
            rate = f"{speed:.0f}/s" if speed else ""
            failed = f", {how_far.failed} failed" if how_far.failed else ""
            self._bar.update(self._task, completed=how_far.done, rate=rate + failed)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()
