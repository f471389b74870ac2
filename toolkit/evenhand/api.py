"""The Python interface: load policies, decide about customers, and run the analyses.

Each command of the command line is one call of this module plus rendering. Nothing here prints,
exits, or reads the clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from evenhand.analysis import attributes as analysis_attributes
from evenhand.analysis import compare as analysis_compare
from evenhand.analysis import explain as analysis_explain
from evenhand.analysis import fmt as analysis_fmt
from evenhand.analysis import regression as analysis_regression
from evenhand.analysis import report as analysis_report
from evenhand.analysis import scaffold as analysis_scaffold
from evenhand.analysis import schemas as analysis_schemas
from evenhand.analysis import simulate as analysis_simulate
from evenhand.analysis import validate as analysis_validate
from evenhand.analysis import worked as analysis_worked
from evenhand.analysis.attributes import AttributeList, AttributeView
from evenhand.analysis.audit import runner as analysis_audit
from evenhand.analysis.audit.listing import Rules
from evenhand.analysis.audit.rule import LEVELS, chosen, rules
from evenhand.analysis.audit.runner import Audit
from evenhand.analysis.compare import Comparison
from evenhand.analysis.configured import Configured
from evenhand.analysis.diff import result as analysis_diff
from evenhand.analysis.diff.result import Diff
from evenhand.analysis.explain import Explanation
from evenhand.analysis.fmt import Formatting
from evenhand.analysis.report import Dossier
from evenhand.analysis.scaffold import Scaffold
from evenhand.analysis.schemas import SchemaList
from evenhand.analysis.settings import with_values
from evenhand.analysis.simulate import Simulation
from evenhand.analysis.validate import Validation
from evenhand.analysis.worked import Worked
from evenhand.config import Config
from evenhand.engines.reference import decide
from evenhand.engines.trace import Decision
from evenhand.errors import InputError, LoadError, UsageError
from evenhand.finding import Finding
from evenhand.loading.library import Loaded, Loader
from evenhand.loading.origin import DiskFile, GivenText, Origin, disk_file
from evenhand.loading.reader import DEFAULT_LIMITS, Limits
from evenhand.loading.shipped import shipped_by_id, shipped_ids, shipped_policies
from evenhand.loading.writing.formatted import Formatted, formatted
from evenhand.messages import Language, message
from evenhand.model.customer import Customer, Given, make_customer
from evenhand.model.example import Example
from evenhand.model.outcome import Outcome, Reading
from evenhand.model.policy import Policy as PolicyModel
from evenhand.result import Input, Run


@dataclass(frozen=True, slots=True)
class Policy:
    """A loaded policy: the typed model, the files it came from, and its worked customers.

    Two are equal when they mean the same policy, wherever they were read from.
    """

    model: PolicyModel
    inputs: tuple[Input, ...] = field(default=(), compare=False)
    notes: tuple[Finding, ...] = field(default=(), compare=False)
    examples: tuple[Example, ...] = field(default=(), compare=False)

    @property
    def id(self) -> str:
        return self.model.id

    def decide(
        self, customer: Customer | Mapping[str, Given], *, reading: str = "declared"
    ) -> Outcome:
        """What the policy decides about a customer, by the reference engine.

        A customer is a mapping from attributes to values: text, int, Decimal, Fraction, bool, date,
        None or MISSING. Raises ValueRefused for a value outside its domain, TypeError for a binary
        float.
        """
        return self.trace(customer, reading=reading).outcome

    def trace(
        self, customer: Customer | Mapping[str, Given], *, reading: str = "declared"
    ) -> Decision:
        """The same with the whole way to the decision."""
        return decide(self.model, self.customer(customer), Reading(reading))

    def customer(self, given: Customer | Mapping[str, Given]) -> Customer:
        """A customer of this policy's attributes."""
        if isinstance(given, Customer):
            return given
        return make_customer(self.model.dictionary, given)


@dataclass(frozen=True, slots=True)
class Library(Mapping[str, Policy]):
    """Policies by id, with everything that was wrong on the way in ``findings``.

    ``unreadable`` names files that could not be read, ``files`` all files that were looked at.
    """

    policies: Mapping[str, Policy]
    findings: tuple[Finding, ...] = ()
    loaded: tuple[Loaded, ...] = ()

    def __getitem__(self, name: str) -> Policy:
        return self.policies[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.policies)

    def __len__(self) -> int:
        return len(self.policies)

    @property
    def inputs(self) -> tuple[Input, ...]:
        """All files that the library rests on, each once, by path."""
        found = {one.path: one for loaded in self.loaded for one in inputs_of(loaded)}
        return tuple(found[path] for path in sorted(found))


def load(
    source: str | Path | None = None, *, text: str | None = None, limits: Limits = DEFAULT_LIMITS
) -> Policy:
    """One policy from a path, an ``@id`` of a shipped one, or a text.

    Raises LoadError, which carries the findings, when the policy is wrong or unreadable, and
    InputError when there is no such file or id.
    """
    loader = Loader(limits)
    origin: Origin = GivenText(text, "<text>") if text is not None else origin_of(source)
    return load_from(loader, origin)


def load_from(loader: Loader, origin: Origin) -> Policy:
    """One policy from an origin; see ``load``."""
    loaded = loader.load(origin)
    if loaded.policy is None or loaded.wrong or loaded.document.kind != "policy":
        problem = "not-loaded" if loaded.wrong else "not-a-policy"
        raise LoadError(message(f"load.{problem}", path=origin.shown), loaded.findings)
    return _policy(loader, loaded)


def load_library(source: str | Path, *, limits: Limits = DEFAULT_LIMITS) -> Library:
    """All policies below a folder (or of one file), problems in ``findings``.

    Raises InputError when there is nothing at the path.
    """
    return library_of(walk_origins(source), limits=limits)


def library_of(origins: Sequence[Origin], *, limits: Limits = DEFAULT_LIMITS) -> Library:
    """The policies among some files; every file is looked at and its problems are kept."""
    loader = Loader(limits)
    loaded = tuple(loader.load(origin) for origin in origins)
    policies: dict[str, Policy] = {}
    findings: dict[Finding, None] = {}
    for one in loaded:
        findings.update(dict.fromkeys(one.findings))
        if one.document.kind == "policy" and one.policy is not None:
            policies[one.policy.id] = _policy(loader, one)
    return Library(policies, tuple(findings), loaded)


def validate(
    paths: Sequence[str | Path], *, as_of: date, limits: Limits = DEFAULT_LIMITS
) -> Validation:
    """Whether files can be read, fit their schema, and refer only to what exists.

    Raises InputError where a folder holds no YAML file at all.
    """
    loader = Loader(limits)
    named: list[Loaded] = []
    met: list[Loaded] = []
    for path in paths:
        is_folder = not str(path).startswith("@") and Path(path).is_dir()
        origins = walk_origins(path) if is_folder else (_named_origin(path),)
        (met if is_folder else named).extend(loader.load(origin) for origin in origins)
    inputs = {one.path: one for loaded in (*named, *met) for one in inputs_of(loaded)}
    run = Run("validate", as_of, tuple(inputs[path] for path in sorted(inputs)))
    return analysis_validate.validate(named, met, run)


# -- explain ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Profile:
    """A customer, and the file that it was read from, if it was."""

    customer: Customer = field(default_factory=Customer)
    input: Input | None = None

    def with_values(self, policy: Policy, settings: Mapping[str, str]) -> Profile:
        """The same with some values given as text; an empty text takes a value away.

        Raises UsageError for an unknown name and for a value outside its domain.
        """
        changed = with_values(policy.model, self.customer, settings)
        return Profile(changed, self.input)


def load_profile(
    source: str | Path | None,
    policy: Policy,
    *,
    text: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Profile:
    """A profile from a path or a text, its values checked against the policy's attributes.

    Raises LoadError, which carries the findings, and InputError where there is no such file.
    """
    origin: Origin = GivenText(text, "<text>") if text is not None else origin_of(source)
    loaded = Loader(limits).profile(origin, policy.model)
    if loaded.wrong or loaded.document.kind != "profile":
        raise LoadError(message("load.not-loaded", path=origin.shown), loaded.findings)
    return Profile(
        loaded.customer or Customer(), Input(loaded.document.source.path, loaded.document.sha256)
    )


def explain(
    policy: Policy,
    customer: Customer | Profile | Mapping[str, Given],
    *,
    as_of: date,
    reading: str = "declared",
) -> Explanation:
    """Why a policy decides about a customer as it does, with every place that it rests on.

    Raises as ``Policy.decide``.
    """
    source = customer.input if isinstance(customer, Profile) else None
    given = policy.customer(customer.customer if isinstance(customer, Profile) else customer)
    decision = policy.trace(given, reading=reading)
    inputs = policy.inputs if source is None else (*policy.inputs, source)
    run = Run("explain", as_of, inputs, reading=reading)
    path = None if source is None else source.path
    return analysis_explain.explain(policy.model, given, decision, run, path)


# -- audit -----------------------------------------------------------------------------------------


def audit(
    policies: Library | Mapping[str, Policy] | Sequence[Policy],
    *,
    as_of: date,
    select: Sequence[str] | None = None,
    ignore: Sequence[str] | None = None,
    level: str = "static",
) -> Audit:
    """What the audit rules find in policies, each place with its reason and remedy.

    ``select`` and ``ignore`` are ids or families of rules. Raises UsageError for unknown ones and
    for an unknown level.
    """
    if level not in LEVELS:
        raise UsageError(message("usage.level", name=level, known=", ".join(LEVELS)))
    listed = tuple(policies.values()) if isinstance(policies, Mapping) else tuple(policies)
    inputs = {one.path: one for policy in listed for one in policy.inputs}
    run = Run("audit", as_of, tuple(inputs[path] for path in sorted(inputs)))
    models = [policy.model for policy in listed]
    return analysis_audit.audit(models, chosen(rules(), select, ignore), run)


def list_rules(names: Sequence[str] = (), *, as_of: date, whole: bool = False) -> Rules:
    """The audit rules that are named by id or family, none meaning all.

    ``whole`` asks for everything about each. Raises UsageError for an unknown name.
    """
    run = Run("rule show" if whole else "rule list", as_of)
    return Rules(run=run, rules=chosen(rules(), names), whole=whole)


# -- diff ------------------------------------------------------------------------------------------


def diff(old: Policy, new: Policy, *, as_of: date) -> Diff:
    """What changed from one policy to another, element by element, read off their structure.

    The worked customers beside the policies are not compared, those inside them are.
    """
    inputs = {one.path: one for policy in (old, new) for one in policy.inputs}
    run = Run("diff", as_of, tuple(inputs[path] for path in sorted(inputs)))
    return analysis_diff.diff(old.model, new.model, run)


# -- compare ---------------------------------------------------------------------------------------


def compare(
    policies: Library | Mapping[str, Policy] | Sequence[Policy],
    *,
    as_of: date,
    only_different: bool = False,
) -> Comparison:
    """Policies side by side: the criteria that each uses, and how each decides.

    With ``only_different``, what all say alike is left out. Raises UsageError for fewer than two.
    """
    listed = tuple(policies.values()) if isinstance(policies, Mapping) else tuple(policies)
    inputs = {one.path: one for policy in listed for one in policy.inputs}
    run = Run("compare", as_of, tuple(inputs[path] for path in sorted(inputs)))
    models = [policy.model for policy in listed]
    return analysis_compare.compare(models, run, only_different=only_different)


# -- simulate --------------------------------------------------------------------------------------


def load_all(paths: Sequence[str | Path], *, limits: Limits = DEFAULT_LIMITS) -> tuple[Policy, ...]:
    """All policies among some files and folders, in order of their files.

    Other YAML files met in folders are passed over. Raises LoadError, which carries the findings,
    where a file is wrong; InputError where there is no policy; UsageError where two have one id.
    """
    origins: dict[str, Origin] = {}
    named: set[str] = set()
    for path in paths:
        found = walk_origins(path)
        origins.update((origin.shown, origin) for origin in found)
        named.update(origin.shown for origin in found if len(found) == 1)
    library = library_of(tuple(origins.values()), limits=limits)
    wrong = [
        one
        for one in library.loaded
        if one.wrong
        and (one.document.source.path in named or not analysis_validate.is_not_ours(one))
    ]
    if wrong:
        findings = tuple(dict.fromkeys(finding for one in wrong for finding in one.findings))
        raise LoadError(message("load.not-loaded", path=wrong[0].document.source.path), findings)
    models = [one.policy for one in library.loaded if one.policy and one.document.kind == "policy"]
    if not models:
        raise InputError(message("input.no-policy", paths=", ".join(map(str, paths))))
    for name in library:
        if sum(one.id == name for one in models) > 1:
            raise UsageError(message("usage.same-policy", name=name))
    return tuple(library[one.id] for one in models)


def simulate(
    policies: Sequence[Policy],
    *,
    as_of: date,
    n: int = 1000,
    seed: int,
    reading: str = "declared",
) -> Simulation:
    """What policies do with ``n`` made-up customers at their thresholds, and what they never do.

    Each policy has its own customers, drawn from the seed. The counts are no shares of people.
    """
    inputs = {one.path: one for policy in policies for one in policy.inputs}
    run = Run("simulate", as_of, tuple(inputs[path] for path in sorted(inputs)), seed, reading)
    return analysis_simulate.simulate([policy.model for policy in policies], run, n=n)


# -- report ----------------------------------------------------------------------------------------


def report(
    policies: Library | Mapping[str, Policy] | Sequence[Policy], *, as_of: date, seed: int
) -> Dossier:
    """The dossier on policies: what they say, what they leave open, and what was found.

    The seed draws the edge cases that each policy is run on. Policies whose ids tell them to be
    versions of one another are compared as well.
    """
    listed = tuple(policies.values()) if isinstance(policies, Mapping) else tuple(policies)
    inputs = {one.path: one for policy in listed for one in policy.inputs}
    run = Run("report", as_of, tuple(inputs[path] for path in sorted(inputs)), seed, "declared")
    subjects = [
        analysis_report.Subject(one.model, one.inputs, one.notes, one.examples) for one in listed
    ]
    return analysis_report.dossier(subjects, run)


# -- test ------------------------------------------------------------------------------------------


def work(paths: Sequence[str | Path], *, as_of: date, limits: Limits = DEFAULT_LIMITS) -> Worked:
    """Whether the worked customers of policies still get what they should, and their coverage.

    A path may be a policy, its cases file, or a folder. Raises as ``load_all``.
    """
    policies = load_all(_with_cases(paths), limits=limits)
    inputs = {one.path: one for policy in policies for one in policy.inputs}
    run = Run("test", as_of, tuple(inputs[path] for path in sorted(inputs)))
    return analysis_worked.work([(one.model, one.examples) for one in policies], run)


def regression_examples(
    paths: Sequence[str | Path], *, limits: Limits = DEFAULT_LIMITS
) -> Iterator[tuple[str, str]]:
    """The cases files of policies with new generated examples at every threshold.

    Gives the path and the whole new text of each file that changes. Raises as ``load_all``, and
    UsageError for shipped files and for examples that are written in brackets.
    """
    for origin in (origin for path in _with_cases(paths) for origin in walk_origins(path)):
        if not isinstance(origin, DiskFile):
            raise UsageError(message("usage.not-a-file", path=origin.shown))
        if not origin.path.name.endswith(".cases.yaml"):
            loaded = Loader(limits).load(origin)
            if loaded.document.kind == "policy":
                policy = load_from(Loader(limits), origin)
                file = origin.path.with_name(f"{origin.path.stem}.cases.yaml")
                before = file.read_text("utf-8") if file.exists() else None
                text = analysis_regression.cases_text(policy.model, policy.examples, before)
                if text != before:
                    yield file.as_posix(), text


def _with_cases(paths: Sequence[str | Path]) -> tuple[str | Path, ...]:
    """Each policy's file with the cases file beside it, whichever of the two is named."""
    found: dict[str | Path, None] = {}
    for path in paths:
        name = str(path)
        if name.endswith(".cases.yaml"):
            found[f"{name.removesuffix('.cases.yaml')}.yaml"] = None
        found[path] = None
        cases = f"{name.removesuffix('.yaml')}.cases.yaml"
        if name.endswith(".yaml") and Path(cases).is_file():
            found[cases] = None
    return tuple(found)


# -- new -------------------------------------------------------------------------------------------


def new_policy(
    name: str, *, as_of: date, template: str = "tiered", lang: Language = "en"
) -> Scaffold:
    """A new policy that validates, with comments in one language.

    Raises UsageError for an id that no policy can have, and for an unknown template.
    """
    text = analysis_scaffold.policy_text(name, template, lang, as_of)
    return Scaffold(run=Run("new policy", as_of), kind="policy", id=name, text=text)


def new_profile(policy: Policy, *, as_of: date, lang: Language = "en") -> Scaffold:
    """A profile with every value that a policy asks for, with comments in one language."""
    text = analysis_scaffold.profile_text(policy.model, lang)
    run = Run("new profile", as_of, policy.inputs)
    return Scaffold(run=run, kind="profile", id=policy.id, text=text)


# -- attr, schema, config --------------------------------------------------------------------------


def attributes(
    *, as_of: date, policy: Policy | None = None, category: str | None = None
) -> AttributeList:
    """The attributes of all shipped vocabularies, or those that a policy uses, of one class.

    Raises UsageError for a class that no attribute has.
    """
    dictionary = Loader().shipped_words() if policy is None else policy.model.dictionary
    names = None if policy is None else sorted(analysis_attributes.mentioned(policy.model))
    found = tuple(analysis_attributes.listed(dictionary, names, category))
    run = Run("attr list", as_of, () if policy is None else policy.inputs)
    return AttributeList(run=run, attributes=found, origin=dictionary.origin)


def attribute(name: str, *, as_of: date, policy: Policy | None = None) -> AttributeView:
    """One attribute, and which shipped policies use it.

    Raises UsageError, with the nearest name, where there is none.
    """
    loader = Loader()
    dictionary = loader.shipped_words() if policy is None else policy.model.dictionary
    found = analysis_attributes.found(dictionary, name)
    shipped = [loader.load(one).policy for one in shipped_policies()]
    models = [one for one in shipped if one is not None]
    users = [one.id for one in models if name in analysis_attributes.mentioned(one)]
    return AttributeView(
        run=Run("attr show", as_of, () if policy is None else policy.inputs),
        attribute=found,
        vocabulary=dictionary.origin[name],
        used_by=tuple(sorted(users)),
        dictionary=dictionary,
    )


def schemas(*, as_of: date) -> SchemaList:
    """All schemas of evenhand's files."""
    return SchemaList(run=Run("schema list", as_of), kinds=tuple(analysis_schemas.kinds()))


def schema(name: str, *, plain: bool = False) -> str:
    """One schema as JSON text; that of policies knows all shipped attributes unless ``plain``.

    Raises UsageError where there is none of this name.
    """
    words = None if plain or name != "policy" else Loader().shipped_words()
    return analysis_schemas.schema_text(name, words)


def configured(config: Config, *, as_of: date) -> Configured:
    """The settings in force, each with where it comes from."""
    return Configured(run=Run("config show", as_of), config=config)


def _named_origin(path: str | Path) -> Origin:
    """A file that is named, though it may not exist: reading it then says so."""
    return origin_of(path) if str(path).startswith("@") else disk_file(Path(path))


def _policy(loader: Loader, loaded: Loaded) -> Policy:
    assert loaded.policy is not None
    cases = loader.examples_of(loaded.document.origin)
    beside = () if cases is None or cases.wrong else cases.examples
    inputs = inputs_of(loaded) if cases is None else (*inputs_of(loaded), *inputs_of(cases))
    unique = {one.path: one for one in inputs}
    return Policy(
        loaded.policy,
        tuple(unique.values()),
        loaded.findings,
        (*loaded.policy.examples, *beside),
    )


def inputs_of(loaded: Loaded) -> tuple[Input, ...]:
    """The files that one loaded file rests on, itself first."""
    header = loaded.policy.header if loaded.policy is not None else None
    own = loaded.document
    is_policy = own.kind == "policy" and header is not None
    first = Input(
        own.source.path,
        own.sha256,
        header.id if is_policy and header is not None else None,
        header.version if is_policy and header is not None else None,
    )
    return (first, *(Input(one.source.path, one.sha256) for one in loaded.used))


def origin_of(source: str | Path | None) -> Origin:
    """The file at a path, or the shipped one with an ``@id``.

    Raises InputError where there is none, UsageError for an empty path.
    """
    if source is None or str(source) == "":
        raise UsageError(message("usage.no-path"))
    name = str(source)
    if name.startswith("@"):
        found = shipped_by_id(name[1:])
        if found is None:
            raise InputError(message("input.no-such-id", id=name, known=", ".join(shipped_ids())))
        return found
    path = Path(source)
    if not path.exists():
        raise InputError(message("input.no-such-file", path=name))
    return disk_file(path)


def walk_origins(source: str | Path) -> tuple[Origin, ...]:
    """The YAML files at a path: itself, or all below it in order of their paths.

    Hidden folders and folders of environments are passed over. Raises InputError as ``origin_of``,
    and where a folder holds no YAML file.
    """
    path = Path(source)
    if str(source).startswith("@") or not path.is_dir():
        return (origin_of(source),)
    files = sorted(
        file
        for file in path.rglob("*.yaml")
        if file.is_file() and not any(part.startswith(".") for part in file.relative_to(path).parts)
    )
    if not files:
        raise InputError(message("input.empty-folder", path=str(source)))
    return tuple(disk_file(file) for file in files)


# -- fmt -------------------------------------------------------------------------------------------


def fmt(
    paths: Sequence[str | Path],
    *,
    as_of: date,
    text: str | bytes | None = None,
    check: bool = False,
    diff: bool = False,
    limits: Limits = DEFAULT_LIMITS,
) -> Formatting:
    """Files in the canonical layout, with their comments; nothing is written.

    ``text`` stands for the only path where that is ``-``. A file that is no YAML, or that could not
    be laid out without changing what it says, is refused. Raises InputError where a folder holds no
    YAML file, UsageError for a shipped file.
    """
    named: list[Formatted] = []
    met: list[Formatted] = []
    for path in paths:
        if text is not None:
            named.append(formatted(GivenText(text, "<stdin>"), limits))
        elif str(path).startswith("@"):
            raise UsageError(message("usage.shipped-not-written", path=str(path)))
        elif Path(path).is_dir():
            met.extend(formatted(origin, limits) for origin in walk_origins(path))
        else:
            named.append(formatted(disk_file(Path(path)), limits))
    return analysis_fmt.fmt(named, met, Run("fmt", as_of), check=check, diff=diff)
