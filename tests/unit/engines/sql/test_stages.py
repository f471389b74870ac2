"""Steps of a query: names that nothing else has, and each no sooner than what it stands on."""

from __future__ import annotations

from sqlglot import exp

from evenhand.engines.sql.numbers import literal
from evenhand.engines.sql.stages import Stages, column


def added(*names: str) -> exp.Expr:
    total: exp.Expr = column(names[0])
    for name in names[1:]:
        total = exp.Add(this=total, expression=column(name))
    return total


def test_a_name_is_given_once() -> None:
    stages = Stages({"points__a"})
    assert [stages.name(one) for one in ("points__a", "points__a", "a.b/c-d")] == [
        *("points__a_2", "points__a_3", "a_b_c_d"),
    ]
    assert len(stages.name("x" * 99)) == 56
    assert stages.name("x" * 99) == "x" * 56 + "_2"


def test_a_name_stands_one_step_after_what_it_uses() -> None:
    stages = Stages()
    one = stages.define("one", added("a", "b"))
    two = stages.define("two", added("a", one.name))
    stages.define("other", added("b"))
    stages.define("three", added(two.name, one.name))
    stages.define("fixed", literal(1))
    assert stages.steps == {"one": 1, "two": 2, "other": 1, "three": 3, "fixed": 1}


def test_a_query_reads_from_the_table_to_the_result() -> None:
    stages = Stages()
    one = stages.define("points__one", added("a", "b"), "what */ it /* is")
    stages.define("score__two", added(one.name, "a"))
    query = stages.query("people", ["id"], {"total": column("score__two")}, ["a", "b", "id"])
    assert query.sql("duckdb") == (
        'WITH step_1_points AS (SELECT "id", "a", "b", '
        '"a" + "b" AS "points__one" /* what * / it / * is */ FROM people), '
        'step_2_scores AS (SELECT *, "points__one" + "a" AS "score__two" FROM step_1_points) '
        'SELECT "id", "score__two" AS "total" FROM step_2_scores'
    )


def test_all_columns_are_read_where_none_are_named() -> None:
    stages = Stages()
    stages.define("one", added("a"))
    assert "SELECT *, " in stages.query("people", [], {"x": column("one")}).sql()


def test_a_query_without_steps_reads_the_table_itself() -> None:
    query = Stages().query("people", ["id"], {"x": literal(1)}, ["a"])
    assert query.sql() == 'SELECT "id", 1 AS "x" FROM people'


def test_a_table_that_is_called_like_a_step() -> None:
    stages = Stages()
    stages.define("score__a_2", added("a"))
    query = stages.query("step_1_scores", ["id"], {"x": column("score__a_2")}, ["a"])
    assert [one.alias for one in query.ctes] == ["step_1_scores_"]
    assert query.ctes[0].this.find(exp.Table).name == "step_1_scores"


def test_a_title_says_what_a_step_is_about_in_order() -> None:
    stages = Stages()
    for name in ("key__a", "stop", "rank_2", "points__x", "made", "existing__x", "path__a__b"):
        stages.define(name, added("a"))
    title = stages.query("people", [], {}, ["a"]).ctes[0].alias
    assert title == "step_1_values_points_paths_decision_reasons"
