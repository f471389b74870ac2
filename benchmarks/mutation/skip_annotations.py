"""Leaves mutants inside annotations out of a mutation session: they are never evaluated.

Usage: python benchmarks/mutation/skip_annotations.py SESSION, between ``cosmic-ray init`` and
``cosmic-ray exec``. It covers annotations of parameters, results and variables, and type aliases.
"""

from __future__ import annotations

import ast
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

Span = tuple[tuple[int, int], tuple[int, int]]


def annotations(tree: ast.AST) -> Iterator[ast.expr]:
    """Every annotation of a module, and the right side of ``Name = A | B`` at its top."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(returns=ast.expr() as returns):
                yield returns
            case ast.arg(annotation=ast.expr() as annotation):
                yield annotation
            case ast.AnnAssign(annotation=annotation):
                yield annotation
            case ast.Module(body=body):
                yield from (part.value for part in body if is_alias(part))
            case _:
                pass


def is_alias(part: ast.stmt) -> bool:
    return isinstance(part, ast.Assign) and isinstance(part.value, ast.BinOp | ast.Subscript)


def spans(path: Path) -> list[Span]:
    """Where the annotations of a module stand: first and last line and column."""
    return [
        ((one.lineno, one.col_offset), (one.end_lineno or 0, one.end_col_offset or 0))
        for one in annotations(ast.parse(path.read_text("utf-8")))
    ]


def main(session: str) -> None:
    with sqlite3.connect(session) as store:
        jobs = store.execute(
            "select job_id, module_path, start_pos_row, start_pos_col from mutation_specs"
        ).fetchall()
        inside = {path: spans(Path(path)) for path in {job[1] for job in jobs}}
        skipped = [
            (job,)
            for job, path, row, column in jobs
            if any(start <= (row, column) < end for start, end in inside[path])
        ]
        store.executemany("delete from mutation_specs where job_id = ?", skipped)
        store.executemany("delete from work_items where job_id = ?", skipped)
    sys.stdout.write(f"{len(skipped)} of {len(jobs)} mutants stand in annotations\n")


if __name__ == "__main__":
    main(sys.argv[1])
