"""For banks' own tests: the worked customers of a policy as one assertion.

    import evenhand as eh
    from evenhand.testing import assert_examples

    def test_premier_examples():
        assert_examples(eh.load("policies/premier.yaml"))

Customers for laws of one's own come from ``evenhand.strategies``.
"""

from __future__ import annotations

from collections.abc import Iterator

from evenhand.analysis.worked import Checked, check_example
from evenhand.api import Policy
from evenhand.messages import Language, message, shown_text

__all__ = ["assert_examples"]


def assert_examples(policy: Policy, *, lang: Language = "en") -> None:
    """Assert that a policy decides about all its worked customers as they expect.

    Raises AssertionError with every difference and its place, and also where the policy has no
    worked customer at all, since then nothing would have been tested.
    """
    if not policy.examples:
        raise AssertionError(message("testing.no-examples", policy=policy.id).text(lang))
    checked = [check_example(policy.model, example) for example in policy.examples]
    failed = [one for one in checked if not one.passed]
    if failed:
        head = message(
            "testing.examples-failed", policy=policy.id, failed=len(failed), all=len(checked)
        )
        lines = [head.text(lang), *(line for one in failed for line in _lines(one, lang))]
        raise AssertionError("\n".join(lines))


def _lines(checked: Checked, lang: Language) -> Iterator[str]:
    example = checked.example
    yield f"  {shown_text(example.name, lang)}"
    yield f"    {example.location}"
    for one in checked.differences:
        difference = message(
            "testing.difference", field=one.field, expected=one.expected, actual=one.actual
        )
        yield f"    {difference.text(lang)}"
