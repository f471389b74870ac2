"""A cell of a table means what ``value_of`` says, whichever way SQL or Python reads it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.readings import ATTRIBUTES, CODES, LABELS, read, rule_of

from evenhand.engines.sql.columns import column_of, encoded
from evenhand.engines.sql.sandbox import sandbox
from evenhand.model.customer import Customer, ValueRefused, value_of
from evenhand.model.values import Missing
from evenhand.model.vocabulary import Attribute

HOSTILE = (
    *("", " ", "\t", "\u3000", "0", "-0", "+0", "00", "007", "1", "+1", "-1", "--1", "1-", " 5 "),
    *(
        "5\u00a0",
        "\u30005",
        "5.",
        ".5",
        ".",
        "5.0",
        "5.00",
        "5.000",
        "5.10",
        "5.005",
        "5.01",
        "-.5",
    ),
    *("300000.004", "300000.00", "300000.000000000000000000001", "1e2", "1E2", "1e+2", "1e-2"),
    *("1e400", "1e-400", "1e30", "1e31", "1e5000000000", "1e", "e1", "1e1.5", "1e 2", "12e-1"),
    *(
        "1_000",
        "_1",
        "1_",
        "1__0",
        "1_0.5_0",
        "1,000",
        "1'000",
        "1 000",
        "1/3",
        "2/6",
        "1/0",
        "3/1",
    ),
    *(
        "1/-3",
        "-1/3",
        "1/3e1",
        "1.5/3",
        "0x10",
        "0b1",
        "0o7",
        "nan",
        "NaN",
        "inf",
        "-inf",
        "Infinity",
    ),
    *(
        "５",
        "٣",
        "²",
        "½",
        "一",
        "1万",
        "¥5",
        "5元",
        "5%",
        "=1+1",
        "@x",
        "null",
        "NULL",
        "None",
        "N/A",
    ),
    *(
        "9" * 18,
        "9" * 19,
        "9" * 38,
        "9" * 40,
        "1" * 64,
        "1" * 65,
        "0" * 30 + "7",
        "0." + "0" * 40 + "1",
    ),
    *("9999999999.99", "10000000000.00", "10000000000.01", "-1000.00", "-1000.01", "0.3333333333"),
    *("true", "false", "True", "TRUE", "yes", "y", "t", "1\x00", "\x005", "tru\x00e", "true "),
    *(
        "doctor",
        "Doctor",
        "doctor职",
        " doctor",
        "doctor ",
        "other",
        "welder",
        "wel der",
        "焊工",
        "-",
    ),
    *(
        "none",
        "None职",
        "DOCTOR",
        "doc\x00tor",
        "'",
        '"',
        ";",
        "doctor;none",
        "“doctor”",
        "\ufeffdoctor",
    ),
    *("2020-01-31", "2020-02-30", "2020-2-3", "20200131", "20200230", "2020-W05-3", "2020W053"),
    *(
        "2020-031",
        "2020/01/31",
        "31.01.2020",
        "1899-12-31",
        "1900-01-01",
        "2100-12-31",
        "2101-01-01",
    ),
    *("2020-01-31T00:00", "2020-01-31 00:00:00", "epoch", "infinity", "0000-00-00", "12020-01-31"),
    *("2020-01-31 (BC)", "２０２０-01-31", "2020-01-３1", "+2020-01-31", "-020-01-31", "99991231"),
)


def expected(asked: Attribute, text: str) -> tuple[str, object]:
    """What a text means, straight from the model; the reading of tables is not asked."""
    if not text.strip():
        return "missing", None
    try:
        value = value_of(asked, text.strip())
    except ValueRefused:
        return "refused", None
    assert not isinstance(value, Missing)
    return "value", encoded(column_of(asked), Customer({"asked": value}))


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_hostile_texts_are_read_as_the_model_reads_them(name: str) -> None:
    asked = ATTRIBUTES[name]
    with sandbox([]) as box:
        found = read(box, rule_of(asked), HOSTILE)
    pairs = zip(HOSTILE, found, strict=True)
    wrong = [
        (text, one, expected(asked, text)) for text, one in pairs if one != expected(asked, text)
    ]
    assert wrong == []
    assert {kind for kind, _ in found} == {"missing", "refused", "value"}


NUMBERS = st.text("0123456789.-+eE_/ 0050", max_size=14) | st.decimals(
    -(10**6), 10**11, places=3, allow_nan=False
).map(str)
WORDS = st.text(max_size=8) | st.sampled_from(CODES) | st.sampled_from([one.zh for one in LABELS])
DAYS = st.dates().map(str) | st.text("0123456789-W ", max_size=11)
OF = {
    "money": NUMBERS,
    "fifties": NUMBERS,
    "thirds": NUMBERS,
    "huge": NUMBERS,
    "odd ends": NUMBERS,
    "open": WORDS,
    "ordinal": WORDS,
    "boolean": WORDS,
    "date": DAYS,
}


@pytest.mark.parametrize("name", OF)
@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_text_is_read_as_the_model_reads_it(name: str, data: st.DataObject) -> None:
    asked = ATTRIBUTES[name]
    texts = data.draw(st.lists(OF[name].filter(encodable), min_size=60, max_size=120))
    with sandbox([]) as box:
        assert read(box, rule_of(asked), texts) == [expected(asked, text) for text in texts]


def encodable(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)
