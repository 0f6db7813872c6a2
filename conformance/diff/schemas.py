"""Compares two schemas: what the contract admits and what the vendor's document admits, seen from who sends it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from conformance.diff import facets, limits, say
from conformance.diff.conditions import Decision, decide, label, label_of, named_under_conditions, same
from conformance.diff.document import Node
from conformance.diff.model import COUNTED, INCOMPATIBLE, MISSING, Difference
from conformance.diff.places import below, pointed, where
from conformance.diff.shape import Condition, Schema, Shape, merge
from conformance.diff.shapes import closed, shapes
from conformance.diff.variance import VERDICTS, Presence, Relation, Sender, presence
from conformance.diff.words import why

UNKNOWN_IGNORED = "GEN-EXT-01"
"""The requirement that members which a server does not know are ignored."""

MAX_CONDITIONS = 4
"""Conditions within one another are followed so far."""


@dataclass(slots=True)
class Comparison:
    """Compares schemas that one party sends.  What was compared once is known, so that schemas may hold themselves."""

    sender: Sender
    _known: dict[tuple[Schema, Schema], list[Difference]] = field(default_factory=dict)
    _conditions_open: int = 0

    def schemas(self, contract: Schema, vendor: Schema) -> list[Difference]:
        """The differences, their paths from here."""
        key = (contract, vendor)
        if key not in self._known:
            self._known[key] = []  # what holds itself is asked for again while it is compared
            found = self.shapes(shapes(contract), shapes(vendor), where(contract))
            self._known[key] = found + self._defaults(contract, vendor)
        return self._known[key]

    def shapes(self, contract: Sequence[Shape], vendor: Sequence[Shape], at: str) -> list[Difference]:
        """The differences between two lists of alternatives."""
        if vendor and all(shape.implied for shape in vendor) and not all(shape.implied for shape in contract):
            return self._verdict(Relation.SILENT, say.types(contract), "any value", "another type", f"{at}/type")
        sides = (contract, vendor) if self.sender is Sender.CLIENT else (vendor, contract)
        return self._fit(*sides, at)

    # -- alternatives -------------------------------------------------------------------------------------------------

    def _fit(self, sent: Sequence[Shape], taken: Sequence[Shape], at: str) -> list[Difference]:
        """Whether whatever is sent is taken: each alternative that is sent has to fit one that is taken."""
        found: list[Difference] = []
        used: list[Shape] = []
        unfit: list[Shape] = []
        for one in sent:
            candidates = _candidates(one, sent, taken)
            if candidates:
                fitted, differences = self._nearest(one, candidates)
                used += fitted
                found += below(self._mark(one, fitted[0], sent, taken), differences)
            else:
                unfit.append(one)
        return [*self._unfit(unfit, sent, taken, at), *found, *self._unused(used, sent, taken, at)]

    def _nearest(self, one: Shape, candidates: Sequence[Shape]) -> tuple[list[Shape], list[Difference]]:
        """The alternatives that it fits, best first; or else that with most members in common, which was probably
        meant.  And the differences from the first."""
        tried = [(other, self.shape(*self._sides(one, other))) for other in candidates]
        fitting = [pair for pair in tried if not any(found.kind in COUNTED for found in pair[1])]
        best = sorted(fitting, key=lambda pair: len(pair[1]))
        chosen = best or [max(tried, key=lambda pair: _likeness(one, pair[0]))]
        return [other for other, _ in chosen], chosen[0][1]

    def _sides(self, sent: Shape, taken: Shape) -> tuple[Shape, Shape]:
        """The contract's and the vendor's."""
        return (sent, taken) if self.sender is Sender.CLIENT else (taken, sent)

    def _mark(self, one: Shape, partner: Shape, sent: Sequence[Shape], taken: Sequence[Shape]) -> str:
        several = one.type == "object" and max(_count(sent, one.type), _count(taken, one.type)) > 1
        return _braced(label(self._sides(one, partner)[0])) if several else ""

    def _unfit(self, unfit: list[Shape], sent: Sequence[Shape], taken: Sequence[Shape], at: str) -> list[Difference]:
        """What is sent and not taken in any form."""
        if not unfit:
            return []
        part = Relation.TIGHTER if self.sender is Sender.CLIENT else Relation.WIDER
        relation = Relation.APART if len(unfit) == len(sent) else part
        contract, vendor = (sent, taken) if self.sender is Sender.CLIENT else (taken, sent)
        return self._verdict(relation, _forms(contract), _forms(vendor), _forms(unfit), f"{at}/type")

    def _unused(self, used: list[Shape], sent: Sequence[Shape], taken: Sequence[Shape], at: str) -> list[Difference]:
        """What would be taken and is not sent: a vendor takes more, or never sends one of the contract's forms."""
        left = [one for one in taken if not one.implied and not any(one is other for other in used)]
        if self.sender is Sender.CLIENT:
            more = self._verdict(Relation.WIDER, _forms(sent), _forms(taken), _forms(left), f"{at}/type")
            return more if left and used else []
        forms = [one for one in left if one.type == "object" and any(other.type == "object" for other in used)]
        return [
            Difference(MISSING, say.shape(one), say.NOTHING, "a client that waits for this form never gets it",
                       path=_braced(label(one)), at=where(one.nodes) or at)
            for one in forms
        ]  # fmt: skip

    # -- one alternative ----------------------------------------------------------------------------------------------

    def shape(self, contract: Shape, vendor: Shape) -> list[Difference]:
        """The differences between two alternatives of one type."""
        at = where(contract.nodes)
        found: list[Difference] = []
        for one in facets.compared(contract, vendor):
            found += self._verdict(one.relation, one.contract, one.vendor, one.thing, f"{at}/{one.keyword}")
        found += self._opaque(contract, vendor, at)
        if contract.type == "array":
            found += below("/[]", self._inner(contract.items, vendor.items, f"{at}/items"))
        elif contract.type == "object":
            found += self._members(contract, vendor)
            found += self._conditions(contract, vendor, found)
        return found

    def _opaque(self, contract: Shape, vendor: Shape, at: str) -> list[Difference]:
        """Keywords that are only held against each other word for word."""
        ours = [node for node in contract.opaque if not any(same(node, other) for other in vendor.opaque)]
        theirs = [node for node in vendor.opaque if not any(same(node, other) for other in contract.opaque)]
        found: list[Difference] = []
        for keyword in dict.fromkeys(node.path[-1] for node in (*ours, *theirs)):
            mine, its = (any(node.path[-1] == keyword for node in nodes) for nodes in (ours, theirs))
            relation = Relation.UNKNOWN if mine and its else Relation.SILENT if mine else Relation.PERHAPS_TIGHTER
            ours_said, its_said = (f"a rule `{keyword}`" if has else f"no `{keyword}`" for has in (mine, its))
            found += self._verdict(relation, ours_said, its_said, f"what `{keyword}` excludes", f"{at}/{keyword}")
        return found

    def _inner(self, contract: Schema | None, vendor: Schema | None, at: str) -> list[Difference]:
        """What items, or members without a name, are held to."""
        if contract is None and vendor is None:
            return []
        if vendor is None:
            return self._verdict(Relation.SILENT, _forms(shapes(contract or ())), "any value", "another type", at)
        return self.schemas(contract or (), vendor)

    # -- members of an object -----------------------------------------------------------------------------------------

    def _members(self, contract: Shape, vendor: Shape) -> list[Difference]:
        named = (*contract.properties, *sorted(contract.required), *vendor.properties, *sorted(vendor.required))
        elsewhere = named_under_conditions(contract) - contract.properties.keys()
        found: list[Difference] = []
        for name in dict.fromkeys(named):
            if name not in elsewhere:
                found += below(f"/{pointed(name)}", self._member(name, contract, vendor))
        return found + below("/*", self._unnamed(contract, vendor))

    def _member(self, name: str, contract: Shape, vendor: Shape) -> list[Difference]:
        ours, theirs = self._presence(name, contract), self._presence(name, vendor)
        described, promised = contract.member(name), vendor.member(name)
        at = where(contract.properties.get(name, ())) or f"{where(contract.nodes)}/properties/{pointed(name)}"
        kind, reason = presence(ours, theirs, self.sender)
        found = [] if kind is None else [Difference(kind, ours.said, theirs.value, reason, at=at)]
        here = (Presence.REQUIRED, Presence.OPTIONAL)
        if described is not None and promised is not None and ours in here and theirs in here:
            found += self._form(name, described, promised, at)
        return found

    def _form(self, name: str, described: Schema, promised: Schema, at: str) -> list[Difference]:
        """The form of a member that both have."""
        if self.sender is Sender.SERVER or name not in limits.DECLARED:
            return self.schemas(described, promised)
        ours = shapes(described)
        freed, permitted = limits.allowed(name, ours, shapes(promised), at)
        return permitted + self.shapes(ours, freed, at) + self._defaults(described, promised)

    def _presence(self, name: str, shape: Shape) -> Presence:
        schema = shape.member(name)
        if schema is not None and not shapes(schema):
            return Presence.BARRED
        if schema is not None and self._other_way_only(schema):
            return Presence.UNNAMED
        if name in shape.required:
            return Presence.REQUIRED
        return Presence.UNNAMED if schema is None else Presence.OPTIONAL

    def _other_way_only(self, schema: Schema) -> bool:
        """Whether a member is declared to go the other way only: ``readOnly`` is what a client never sends."""
        keyword = "readOnly" if self.sender is Sender.CLIENT else "writeOnly"
        values = [node.followed().value for node in schema]
        return any(isinstance(value, dict) and value.get(keyword) is True for value in values)

    def _unnamed(self, contract: Shape, vendor: Shape) -> list[Difference]:
        """Members without a name of their own."""
        at = f"{where(contract.nodes)}/additionalProperties"
        if not closed(contract) and not closed(vendor):
            return self._inner(contract.additional, vendor.additional, at)
        if closed(contract) and closed(vendor):
            return []
        silent = Relation.SILENT if vendor.additional is None else Relation.WIDER
        relation = Relation.TIGHTER if closed(vendor) else silent
        ours, theirs = ("no further members" if closed(shape) else "further members" for shape in (contract, vendor))
        found = self._verdict(relation, ours, theirs, "a member that is not named", at)
        return [replace(one, requirements=(UNKNOWN_IGNORED,)) for one in found]

    # -- if, then, else -----------------------------------------------------------------------------------------------

    def _conditions(self, contract: Shape, vendor: Shape, known: list[Difference]) -> list[Difference]:
        """What either demands under a condition; ``known`` was found without it."""
        found: list[Difference] = []
        for one in contract.conditions:
            found += self._condition(one, _twin(one, vendor), contract, vendor, known)
        for other in vendor.conditions:
            if _twin(other, contract) is None:
                found += self._condition(None, other, contract, vendor, known)
        return found

    def _condition(
        self, ours: Condition | None, theirs: Condition | None, contract: Shape, vendor: Shape, known: list[Difference]
    ) -> list[Difference]:
        """One condition of the contract, of the vendor, or of both: applied where what is sent is known to meet it."""
        condition = ours or theirs
        assert condition is not None
        sent = contract if self.sender is Sender.CLIENT else vendor
        decision = decide(sent, condition.when)
        if decision is Decision.UNKNOWN and (ours is None or theirs is None):
            return self._undecided(ours, condition)
        found: list[Difference] = []
        if decision is not Decision.NO:
            mine, its = (None if one is None else one.then for one in (ours, theirs))
            found += below(_braced(label_of(condition)), self._branch(mine, its, contract, vendor, known))
        if decision is not Decision.YES:
            mine, its = (None if one is None else one.otherwise for one in (ours, theirs))
            found += self._branch(mine, its, contract, vendor, known)
        return found

    def _branch(
        self, ours: Node | None, theirs: Node | None, contract: Shape, vendor: Shape, known: list[Difference]
    ) -> list[Difference]:
        """Both shapes with what the condition adds to them, without what was found already."""
        if (ours is None and theirs is None) or (ours is not None and theirs is not None and same(ours, theirs)):
            return []
        at = where((ours,)) if ours is not None else where(contract.nodes)
        if self._conditions_open == MAX_CONDITIONS:
            return self._verdict(Relation.UNKNOWN, "conditions within one another", "the same", "what they exclude", at)
        left, right = _with(contract, ours), _with(vendor, theirs)
        sent, taken = (left, right) if self.sender is Sender.CLIENT else (right, left)
        if sent and not taken:
            kind = VERDICTS[Relation.APART, self.sender] or INCOMPATIBLE
            words = ("allowed", "excluded") if left else ("excluded", "sent")
            return [Difference(kind, *words, why(Relation.APART, self.sender, ""), at=at)]
        self._conditions_open += 1
        found = self.shapes(left, right, at) if sent else []
        self._conditions_open -= 1
        seen = {_key(one) for one in known}
        return [one for one in found if _key(one) not in seen]

    def _undecided(self, ours: Condition | None, condition: Condition) -> list[Difference]:
        when, none = f"a rule where {label_of(condition)}", "no such rule"
        relation, words = (Relation.SILENT, (when, none)) if ours else (Relation.PERHAPS_TIGHTER, (none, when))
        return self._verdict(relation, *words, "what it excludes", where((condition.when,)) if ours else "")

    # -- words --------------------------------------------------------------------------------------------------------

    def _verdict(self, relation: Relation, contract: str, vendor: str, thing: str, at: str) -> list[Difference]:
        kind = VERDICTS[relation, self.sender]
        return [] if kind is None else [Difference(kind, contract, vendor, why(relation, self.sender, thing), at=at)]

    def _defaults(self, contract: Schema, vendor: Schema) -> list[Difference]:
        """Two defaults that differ: who leaves the member out means one thing and gets another."""
        ours, theirs = _default(contract), _default(vendor)
        if self.sender is Sender.SERVER or ours is None or theirs is None or same(ours, theirs):
            return []
        mine, its = (f"default {say.value(node)}" for node in (ours, theirs))
        return [
            Difference(INCOMPATIBLE, mine, its, "a client that leaves it out gets another result", at=where((ours,)))
        ]


# -- small things -----------------------------------------------------------------------------------------------------


def _braced(text: str) -> str:
    return f"{{{text}}}" if text else ""


def _candidates(one: Shape, sent: Sequence[Shape], taken: Sequence[Shape]) -> list[Shape]:
    """The alternatives that one could fit; where each side has one object, these are meant for each other."""
    found = [other for other in taken if not facets.apart(one, other)]
    if not found and one.type == "object" and _count(sent, "object") == 1 == _count(taken, "object"):
        return [other for other in taken if other.type == "object"]
    return found


def _count(alternatives: Sequence[Shape], type: str) -> int:
    return sum(shape.type == type for shape in alternatives)


def _likeness(one: Shape, other: Shape) -> float:
    mine, its = set(one.properties), set(other.properties)
    return len(mine & its) / len(mine | its) if mine | its else 0.0


def _forms(alternatives: Sequence[Shape]) -> str:
    return " or ".join(dict.fromkeys(say.shape(one) for one in alternatives)) or say.NOTHING


def _with(shape: Shape, branch: Node | None) -> list[Shape]:
    """A shape and what a branch adds to it; nothing where the branch excludes it."""
    plain = replace(shape, conditions=())
    added = [plain] if branch is None else [merge(plain, one) for one in shapes((branch,))]
    return [one for one in added if one is not None]


def _twin(condition: Condition, other: Shape) -> Condition | None:
    return next((one for one in other.conditions if same(one.when, condition.when)), None)


def _default(schema: Schema) -> Node | None:
    for node in schema:
        followed = node.followed()
        if isinstance(followed.value, dict) and "default" in followed.value:
            return followed.get("default")
    return None


def _key(one: Difference) -> tuple[str, ...]:
    return one.kind, one.path, one.contract, one.vendor
