"""A decision model as XML of DMN 1.5."""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from evenhand.exporting.base import Settings
from evenhand.exporting.dmn.diagram import HEIGHT, WIDTH, boxes
from evenhand.exporting.dmn.nodes import Decision, Feel, Graph, InputData, Knowledge, Table
from evenhand.messages import printable
from evenhand.model.policy import Policy

DMN: Final = "https://www.omg.org/spec/DMN/20230324/MODEL/"
FEEL: Final = "https://www.omg.org/spec/DMN/20230324/FEEL/"
DMNDI: Final = "https://www.omg.org/spec/DMN/20230324/DMNDI/"
DC: Final = "http://www.omg.org/spec/DMN/20180521/DC/"
DI: Final = "http://www.omg.org/spec/DMN/20180521/DI/"
OWN: Final = "urn:evenhand:policy:"


def written(policy: Policy, settings: Settings, graph: Graph) -> str:
    """The model as text."""
    header = policy.header
    root = Element(
        "definitions",
        {
            "xmlns": DMN,
            "xmlns:dmndi": DMNDI,
            "xmlns:dc": DC,
            "xmlns:di": DI,
            "id": f"policy_{_id(header.id)}",
            "name": header.id,
            "namespace": OWN + header.id,
            "expressionLanguage": FEEL,
            "typeLanguage": FEEL,
            "exporter": "evenhand",
        },
    )
    _about(root, policy, settings)
    _types(root, graph)
    for one in graph.inputs.values():
        _input(root, one)
    for function in graph.functions.values():
        _function(root, function)
    for decision in graph.decisions.values():
        _decision(root, decision, graph)
    _diagram(root, graph)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, "unicode") + "\n"


def _about(root: Element, policy: Policy, settings: Settings) -> None:
    header = policy.header
    lines = [
        f"{header.title.en} / {header.title.zh}",
        f"{header.bank.name.en} / {header.bank.name.zh}",
        f"version {header.version}, reading {settings.reading.value}",
    ]
    _text(root, "description", "\n".join(lines))


def _types(root: Element, graph: Graph) -> None:
    for one in graph.inputs.values():
        item = SubElement(
            root, "itemDefinition", {"name": _type(one), "label": printable(one.label)}
        )
        if one.description:
            _text(item, "description", one.description)
        if one.many:
            item.set("isCollection", "true")
        _text(item, "typeRef", one.base)
    for name, base in (("tTruths", "boolean"), ("tTexts", "string")):
        item = SubElement(root, "itemDefinition", {"name": name, "isCollection": "true"})
        _text(item, "typeRef", base)
    item = SubElement(root, "itemDefinition", {"name": "tOutcome"})
    for part in ("outcome", "status"):
        component = SubElement(item, "itemComponent", {"name": part})
        _text(component, "typeRef", "string")


def _input(root: Element, one: InputData) -> None:
    node = SubElement(root, "inputData", _named("input", one.name, one.label))
    SubElement(node, "variable", {"name": one.name, "typeRef": _type(one)})


def _function(root: Element, one: Knowledge) -> None:
    node = SubElement(root, "businessKnowledgeModel", _named("function", one.name, one.label))
    SubElement(node, "variable", {"name": one.name})
    logic = SubElement(node, "encapsulatedLogic", {"kind": "FEEL"})
    for name, type_ in one.parameters:
        SubElement(logic, "formalParameter", {"name": name, "typeRef": type_})
    body = SubElement(logic, "literalExpression", {"typeRef": one.type})
    _text(body, "text", one.body)


def _decision(root: Element, one: Decision, graph: Graph) -> None:
    node = SubElement(root, "decision", _named("decision", one.name, one.label))
    about = [line for line in (one.element, one.description) if line]
    if about:
        _text(node, "description", "\n".join(about))
    SubElement(node, "variable", {"name": one.name, "typeRef": one.type})
    for name in sorted(one.uses):
        if name in graph.inputs or name in graph.decisions:
            requirement = SubElement(node, "informationRequirement", {"id": _need(one.name, name)})
            word = "requiredInput" if name in graph.inputs else "requiredDecision"
            SubElement(requirement, word, {"href": f"#{_kind(name, graph)}_{name}"})
    for name in sorted(one.uses):
        if name in graph.functions:
            requirement = SubElement(node, "knowledgeRequirement", {"id": _need(one.name, name)})
            SubElement(requirement, "requiredKnowledge", {"href": f"#function_{name}"})
    if isinstance(one.logic, Feel):
        body = SubElement(node, "literalExpression", {"typeRef": one.type})
        _text(body, "text", one.logic.text)
    else:
        _table(node, one.logic, one.type)


def _table(node: Element, table: Table, type_: str) -> None:
    policy = "UNIQUE" if table.unique else "FIRST"
    top = SubElement(node, "decisionTable", {"hitPolicy": policy, "typeRef": type_})
    for column in table.columns:
        clause = SubElement(top, "input", {"label": printable(column.label)})
        looks_at = SubElement(clause, "inputExpression", {"typeRef": column.type})
        _text(looks_at, "text", column.looks_at.text)
        if column.values is not None:
            values = SubElement(clause, "inputValues")
            _text(values, "text", column.values)
    single = len(table.outputs) == 1
    for name, base in table.outputs:
        SubElement(top, "output", {"typeRef": base} if single else {"name": name, "typeRef": base})
    for rule in table.rules:
        row = SubElement(top, "rule")
        if rule.remark:
            _text(row, "description", rule.remark)
        for test in rule.tests:
            _text(SubElement(row, "inputEntry"), "text", test)
        for value in rule.gives:
            _text(SubElement(row, "outputEntry"), "text", value)


def _diagram(root: Element, graph: Graph) -> None:
    """Where everything stands, since modellers draw only what has a place."""
    places = boxes(graph)
    top = SubElement(SubElement(root, "dmndi:DMNDI"), "dmndi:DMNDiagram", {"id": "diagram"})
    for name, box in places.items():
        about = {"id": f"shape_{name}", "dmnElementRef": f"{_kind(name, graph)}_{name}"}
        shape = SubElement(top, "dmndi:DMNShape", about)
        size = {"x": box.x, "y": box.y, "width": WIDTH, "height": HEIGHT}
        SubElement(shape, "dc:Bounds", {key: str(value) for key, value in size.items()})
    for name, decision in graph.decisions.items():
        for other in sorted(decision.uses):
            need = _need(name, other)
            edge = SubElement(top, "dmndi:DMNEdge", {"id": f"edge_{need}", "dmnElementRef": need})
            for x, y in (places[other].top, places[name].bottom):
                SubElement(edge, "di:waypoint", {"x": str(x), "y": str(y)})


def _need(name: str, other: str) -> str:
    return f"need_{name}.{other}"


def _kind(name: str, graph: Graph) -> str:
    if name in graph.inputs:
        return "input"
    return "function" if name in graph.functions else "decision"


def _named(kind: str, name: str, label: str) -> dict[str, str]:
    return {"id": f"{kind}_{name}", "name": name, "label": printable(label)}


def _type(one: InputData) -> str:
    return f"t_{one.name}"


def _text(node: Element, tag: str, text: str) -> None:
    SubElement(node, tag).text = printable(text)


def _id(text: str) -> str:
    return text.replace("/", "_")
