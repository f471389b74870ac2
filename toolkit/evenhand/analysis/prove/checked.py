"""Checked certificates: the answers of a certificate, or the place where it is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evenhand.analysis.prove.result import Proofs
from evenhand.result import NEVER


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked(Proofs):
    """The answers that were computed anew, up to the first that is not as the certificate says.

    ``certificate`` is the path of the file as shown. It is refused if there are findings.
    """

    certificate: str

    @property
    def accepted(self) -> bool:
        """Whether all that stands in the certificate is so."""
        return not self.findings

    def data(self) -> Mapping[str, object]:
        return {
            **Proofs.data(self),
            "certificate": {"path": self.certificate, "accepted": self.accepted},
        }

    def exit_code(self, fail_on: str = NEVER, *, strict: bool = False) -> int:  # noqa: ARG002
        """0 for a certificate that is right, 1 for one that is refused."""
        return 0 if self.accepted else 1
