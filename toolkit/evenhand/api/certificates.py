"""Certificates: answers of ``prove`` written down, and checked by another method."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any, Final

from evenhand.analysis.prove.asking import DEFAULT_BUDGET
from evenhand.analysis.prove.certificates import Certified
from evenhand.analysis.prove.certificates import certify as certified
from evenhand.analysis.prove.checked import Checked
from evenhand.analysis.prove.rechecking import CertificateError, recheck, same
from evenhand.analysis.prove.subjects import mentioned, named
from evenhand.api.laws import Given
from evenhand.api.policies import Policies, Policy, listed, load, reading_of, run_on
from evenhand.api.proofs import wanted_of
from evenhand.api.sources import origin_of
from evenhand.engines.exact.question import Budget
from evenhand.errors import InputError, LoadError, UsageError
from evenhand.finding import Finding
from evenhand.loading.certificates import LoadedCertificate, load_certificate, written_certificate
from evenhand.loading.library import DEFAULT_SETUP, Setup
from evenhand.loading.origin import GivenText, Origin
from evenhand.loading.problems import problem
from evenhand.messages import message
from evenhand.model.boxes.linear import BeyondError
from evenhand.result import Run

CASES: Final = ".cases.yaml"
"""How the names of files of worked customers end."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """The text of a certificate, and what it says of each answer."""

    text: str
    answers: tuple[Certified, ...]

    @property
    def count(self) -> int:
        """How many answers stand in it."""
        return sum(one.data is not None for one in self.answers)


def certify(
    policies: Policy | Policies,
    *laws: Given,
    customers: str | None = None,
    among: str | Mapping[str, Any] | None = None,
    reading: str = "declared",
    budget: Budget = DEFAULT_BUDGET,
) -> Certificate:
    """A certificate for the answers of ``prove`` that say what does not occur.

    The parameters are those of ``prove``. Raises UsageError as ``prove`` does, and Disagreement
    where the checker rules out what the exact engine finds, which is a defect of evenhand.
    """
    asked, others, wanted = wanted_of(policies, laws, customers, among)
    files = list({id(one.model): one for one in (*asked, *others)}.values())
    names = named(one.model for one in files)
    answers = tuple(certified(wanted, names, reading_of(reading), budget))
    found = [one.data for one in answers if one.data is not None]
    spoken = mentioned(found)
    data = {
        "reading": reading,
        "policies": [
            _policy(one) for one, name in zip(files, names, strict=True) if name in spoken
        ],
        "count": len(found),
        "answers": [{"number": number, **one} for number, one in enumerate(found, 1)],
    }
    return Certificate(written_certificate({"evenhand": 1, "certificate": data}) + "\n", answers)


def _policy(policy: Policy) -> dict[str, Any]:
    """A policy with the files that its meaning rests on, its own first; no worked customers."""
    files = [one for one in policy.inputs if not one.path.endswith(CASES)]
    return {
        "id": policy.id,
        "version": policy.model.header.version,
        "files": [{"path": one.path, "sha256": one.sha256} for one in files],
    }


def check_certificate(
    source: str | Path | None,
    policies: Policies = (),
    *,
    as_of: date,
    text: str | None = None,
    setup: Setup = DEFAULT_SETUP,
) -> Checked:
    """Compute everything anew that stands in a certificate; the exact engine is not asked.

    Policies that are not given are looked for where the certificate says they were. A certificate
    that is wrong has a finding at the first place that is not as it should be. Raises LoadError
    where the file is no certificate, InputError where a file is not there or the checker cannot
    answer a question.
    """
    origin: Origin = GivenText(text, "<text>") if text is not None else origin_of(source)
    loaded = load_certificate(origin, setup.limits)
    if loaded.data is None:
        raise LoadError(message("load.not-loaded", path=origin.shown), loaded.findings)
    data = loaded.data
    given = {one.id: one for one in listed(policies)}
    policies_ = [_found(one, given, setup) for one in data["policies"]]
    run = run_on("prove", policies_, as_of, reading=data["reading"])
    return _checked(loaded, data, policies_, given, run)


def _found(said: dict[str, Any], given: Mapping[str, Policy], setup: Setup) -> Policy:
    """A policy that a certificate speaks of."""
    if given:
        if said["id"] not in given:
            raise UsageError(message("usage.certificate-policy", name=said["id"]))
        return given[said["id"]]
    path = said["files"][0]["path"]
    try:
        return load(path, setup=setup)
    except InputError as missing:
        with suppress(InputError):
            return load(f"@{said['id']}", setup=setup)
        raise missing from None


def _checked(
    loaded: LoadedCertificate,
    data: dict[str, Any],
    policies: Sequence[Policy],
    given: Mapping[str, Policy],
    run: Run,
) -> Checked:
    proofs = []
    findings: tuple[Finding, ...] = ()
    path = loaded.document.source.path
    try:
        found = [_policy(one) for one in policies]
        same(_bare(data["policies"], given), _bare(found, given), ("policies",))
        same(data["count"], len(data["answers"]), ("count",))
        models = named(one.model for one in policies)
        for proof in recheck(data["answers"], models, reading_of(data["reading"])):
            proofs.append(proof)  # noqa: PERF402 - those before a wrong one are kept
    except CertificateError as wrong:
        findings = (_refusal(loaded, wrong),)
    except BeyondError as beyond:
        why = message(f"certificate.beyond.{beyond.args[0]}")
        raise InputError(message("input.beyond-checker", path=path, why=why)) from None
    asked = {one.id: "certificate" for one in policies}
    return Checked(run=run, findings=findings, proofs=tuple(proofs), asked=asked, certificate=path)


def _bare(policies: list[dict[str, Any]], given: Mapping[str, Policy]) -> list[dict[str, Any]]:
    """Policies with the names of their files alone, where the caller knows where the files are."""
    if not given:
        return policies
    return [
        {
            **one,
            "files": [{**file, "path": PurePosixPath(file["path"]).name} for file in one["files"]],
        }
        for one in policies
    ]


def _refusal(loaded: LoadedCertificate, wrong: CertificateError) -> Finding:
    """What is wrong with a certificate, at its place."""
    where = loaded.location(wrong.path)
    name = ".".join(str(step + 1) if isinstance(step, int) else step for step in wrong.path)
    if wrong.claimed is None and wrong.found is None:
        return problem("certificate-refused", where, part=name)
    claimed, found = ("…" if one is None else _short(one) for one in (wrong.claimed, wrong.found))
    return problem("certificate-differs", where, part=name, claimed=claimed, found=found)


def _short(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
