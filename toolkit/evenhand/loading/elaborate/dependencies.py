"""Dependencies inside a policy: definitions and scores must not stand on themselves."""

from __future__ import annotations

from collections.abc import Iterator

from evenhand.loading.elaborate.context import Context
from evenhand.loading.elaborate.cycles import first_cycle
from evenhand.model.conditions import Condition
from evenhand.model.mentions import card_conditions, definitions_in, scores_in
from evenhand.model.policy import Policy


def check_dependencies(context: Context, policy: Policy) -> None:
    """Report a cycle through definitions and scorecards; nothing could be decided with one."""
    owners = {
        name: card.id
        for card in policy.scorecards
        for name in (card.id, *(section.id for section in card.sections))
    }

    def stands_on(condition: Condition) -> Iterator[str]:
        for name in definitions_in(condition):
            yield f"definition {name}"
        for name in scores_in(condition):
            yield f"score {owners[name]}"

    graph = {
        f"definition {name}": tuple(stands_on(one.means))
        for name, one in policy.definitions.items()
    }
    for card in policy.scorecards:
        graph[f"score {card.id}"] = tuple(
            name for condition in card_conditions(card) for name in stands_on(condition)
        )
    cycle = first_cycle(graph)
    if cycle is None:
        return
    kind, _, name = cycle[0].partition(" ")
    place = (
        policy.definitions[name].location
        if kind == "definition"
        else next(card.location for card in policy.scorecards if card.id == name)
    )
    context.report(
        "cycle-in-definitions",
        place,
        names=" → ".join(one.partition(" ")[2] for one in (*cycle, cycle[0])),
    )
