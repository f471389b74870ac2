"""``attr``, ``schema`` and ``config``: what evenhand knows."""

from __future__ import annotations

from datetime import date

from evenhand.analysis import attributes as analysis
from evenhand.analysis import schemas as shipped
from evenhand.analysis.attributes import AttributeList, AttributeView
from evenhand.analysis.configured import Configured
from evenhand.analysis.schemas import SchemaList
from evenhand.api.policies import Policy
from evenhand.config import Config
from evenhand.loading.library import Loader
from evenhand.loading.shipped import shipped_policies
from evenhand.result import Run


def attributes(
    *, as_of: date, policy: Policy | None = None, category: str | None = None
) -> AttributeList:
    """The attributes of all shipped vocabularies, or those that a policy uses, of one class.

    Raises UsageError for a class that no attribute has.
    """
    dictionary = Loader().shipped_words() if policy is None else policy.model.dictionary
    names = None if policy is None else sorted(analysis.mentioned(policy.model))
    found = tuple(analysis.listed(dictionary, names, category))
    run = Run("attr list", as_of, () if policy is None else policy.inputs)
    return AttributeList(run=run, attributes=found, origin=dictionary.origin)


def attribute(name: str, *, as_of: date, policy: Policy | None = None) -> AttributeView:
    """One attribute, and which shipped policies use it.

    Raises UsageError, with the nearest name, where there is none.
    """
    loader = Loader()
    dictionary = loader.shipped_words() if policy is None else policy.model.dictionary
    found = analysis.found(dictionary, name)
    shipped = [loader.load(one).policy for one in shipped_policies()]
    models = [one for one in shipped if one is not None]
    users = [one.id for one in models if name in analysis.mentioned(one)]
    return AttributeView(
        run=Run("attr show", as_of, () if policy is None else policy.inputs),
        attribute=found,
        vocabulary=dictionary.origin[name],
        used_by=tuple(sorted(users)),
        dictionary=dictionary,
    )


def schemas(*, as_of: date) -> SchemaList:
    """All schemas of evenhand's files."""
    return SchemaList(run=Run("schema list", as_of), kinds=tuple(shipped.kinds()))


def schema(name: str, *, plain: bool = False) -> str:
    """One schema as JSON text; that of policies knows all shipped attributes unless ``plain``.

    Raises UsageError where there is none of this name.
    """
    words = None if plain or name != "policy" else Loader().shipped_words()
    return shipped.schema_text(name, words)


def configured(config: Config, *, as_of: date) -> Configured:
    """The settings in force, each with where it comes from."""
    return Configured(run=Run("config show", as_of), config=config)
