"""Tables as Parquet files."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

from govnews.output.tables import Row, Table
from govnews.output.writing.base import BufferedOutput
from govnews.schemas import TABLES, arrow_schema

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetWriter


class ParquetOutput(BufferedOutput):
    """One table a file, compressed with zstd; the schema of each is `govnews.schemas.arrow_schema`."""

    def __init__(self, path: str, paths: Mapping[str, str], *, force: bool) -> None:
        self._files = ExitStack()
        self._writers: dict[str, ParquetWriter] = {}
        super().__init__(path, paths, force=force)

    def _begin(self, temporary: list[str]) -> None:
        schemas = [arrow_schema(name) for name in self.holds]
        from pyarrow.parquet import ParquetWriter

        for name, one, schema in zip(self.holds, temporary, schemas, strict=True):
            writer = ParquetWriter(one, schema, compression="zstd")
            self._writers[name] = self._files.enter_context(writer)

    def _batch(self, table: str, rows: list[Row]) -> None:
        self._writers[table].write_table(Table(table, TABLES[table].columns, tuple(rows)).reader().read_all())

    def _finish(self) -> None:
        self._flush()
        self._files.close()

    def _let_go(self) -> None:
        with suppress(OSError):
            self._files.close()
