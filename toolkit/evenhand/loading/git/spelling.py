"""``REF:path``: how a file or folder of a commit is named on the command line."""

from __future__ import annotations

import posixpath


def split(name: str) -> tuple[str, str] | None:
    """The name of the commit and the path, or None where there are not two parts.

    The first colon outside braces parts them, as in git: ``HEAD^{/fix: typo}:a.yaml``.
    """
    depth = 0
    for at, character in enumerate(name):
        match character:
            case "{":
                depth += 1
            case "}":
                depth -= 1
            case ":" if depth <= 0:
                return (name[:at], name[at + 1 :]) if at else None
    return None


def path_in(folder: str, path: str) -> str | None:
    """A path from the root of the tree; None where it leaves the tree.

    ``folder`` is where one stands. As in git, only what starts with ``./`` or ``../`` is seen
    from there.
    """
    relative = path in (".", "..") or path.startswith(("./", "../"))
    whole = posixpath.normpath(posixpath.join(folder, path) if relative else path or ".")
    if whole == "." or not whole:
        return ""
    return None if whole == ".." or whole.startswith(("../", "/")) else whole
