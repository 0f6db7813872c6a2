"""Compares two AsyncAPI 3 documents, channel by channel and message by message.

Both describe a server: what it *receives* clients send, what it *sends* clients get.  Messages are known by the
``type`` that their payload demands, channels by their address; what a document calls them does not matter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from conformance.contract.registry import Registry
from conformance.diff import paths, security
from conformance.diff import requirements as ids
from conformance.diff.document import Book, Node
from conformance.diff.facets import listed
from conformance.diff.model import CANNOT_TELL, EXTRA, INCOMPATIBLE, MISSING, Difference
from conformance.diff.places import where
from conformance.diff.plain import clean
from conformance.diff.schemas import Comparison
from conformance.diff.shape import Schema, Shape
from conformance.diff.shapes import shapes
from conformance.diff.variance import Sender

KIND = "type"
"""The member of a frame that says what it is."""

CREDENTIALS = "AUTH-NONE-02"
"""The requirement that handshakes without a credential are refused."""

OTHER_TYPES = "GEN-EXT-03"
"""The requirement on what events of one's own are called."""

_FROM = {"receive": Sender.CLIENT, "send": Sender.SERVER}
_PARTS = {Sender.CLIENT: "frame {} from the client", Sender.SERVER: "frame {} from the server"}


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame of one ``type``: the forms that its payload may have, and the message that declares it."""

    type: str
    forms: tuple[Shape, ...]
    message: Node


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel by its address: the frames that each side sends, and messages whose payload does not tell a type."""

    address: str
    node: Node
    frames: Mapping[tuple[Sender, str], Frame]
    untold: tuple[tuple[Sender, Node], ...]
    credentials: security.Alternatives


def channels(book: Book) -> dict[str, Channel]:
    """Every channel that has an address."""
    found: dict[str, Channel] = {}
    for node in (one.followed() for one in book.root.mapping("channels").values()):
        address = node.text("address") if node.get("address") and node.value["address"] is not None else None
        if address is not None and address not in found:
            messages = list(_messages(book, node))
            frames, untold = _frames(messages)
            found[address] = Channel(address, node, frames, untold, _credentials(book, node))
    return found


def _messages(book: Book, channel: Node) -> Iterable[tuple[Sender, Node]]:
    """Every message of a channel with who sends it, as the operations and their replies say."""
    for operation in (one.followed() for one in book.root.mapping("operations").values()):
        action = operation.text("action") or ""
        if action not in _FROM:
            raise operation.wrong("needs an action, send or receive")
        sender = _FROM[action]
        yield from ((sender, message) for message in _carried(operation, channel))
        reply = operation.get("reply")
        if reply is not None:
            yield from ((sender.other, message) for message in _answering(reply.followed(), operation, channel))


def _answering(reply: Node, operation: Node, channel: Node) -> list[Node]:
    """The messages of a reply on this channel; one that names no channel comes on that of its operation."""
    if reply.get("channel") is None:
        return [message.followed() for message in reply.items("messages")] if _is_on(operation, channel) else []
    return _carried(reply, channel)


def _carried(operation: Node, channel: Node) -> list[Node]:
    """The messages that an operation carries on this channel: those that it lists, or all of the channel's."""
    if not _is_on(operation, channel):
        return []
    if operation.get("messages") is not None:
        return [message.followed() for message in operation.items("messages")]
    return [message.followed() for message in channel.mapping("messages").values()]


def _is_on(operation: Node, channel: Node) -> bool:
    target = operation.get("channel")
    return target is not None and target.followed() == channel


def _frames(
    messages: Sequence[tuple[Sender, Node]],
) -> tuple[dict[tuple[Sender, str], Frame], tuple[tuple[Sender, Node], ...]]:
    """The frames by sender and type, and the messages whose payload does not say which type it has."""
    frames: dict[tuple[Sender, str], Frame] = {}
    untold: dict[tuple[Sender, Node], None] = {}
    for sender, message in dict.fromkeys(messages):
        for shape in shapes(payload(message)):
            types = listed(shape, KIND) if shape.type == "object" else None
            if types is None:
                untold[sender, message] = None
            for text in types or ():
                known = frames.get((sender, text), Frame(text, (), message))
                if shape not in known.forms:
                    frames[sender, text] = replace(known, forms=(*known.forms, shape))
    return frames, tuple(untold)


def payload(message: Node) -> Schema:
    """What a message carries; a schema in another language than JSON Schema is refused."""
    node = message.get("payload")
    if node is None:
        return ()
    node = node.followed()
    if isinstance(node.value, dict) and "schemaFormat" in node.value:
        form = node.text("schemaFormat") or ""
        if "avro" in form or "protobuf" in form or "raml" in form or "xml" in form:
            raise node.wrong("has a schema in another language; JSON Schema is what is read")
        inner = node.get("schema")
        return () if inner is None else (inner,)
    return (node,)


def _credentials(book: Book, channel: Node) -> security.Alternatives:
    """The ways in that the servers of a channel and its operations offer."""
    own = [node.followed() for node in channel.items("servers")]
    servers = own or [node.followed() for node in book.root.mapping("servers").values()]
    operations = [node.followed() for node in book.root.mapping("operations").values()]
    used = [node for node in operations if _is_on(node, channel)]
    schemes = [scheme.followed() for node in (*servers, *used) for scheme in node.items("security")]
    return frozenset(frozenset({security.kind(scheme)}) for scheme in schemes)


# -- comparing --------------------------------------------------------------------------------------------------------


def compared(contract: Book, vendor: Book, registry: Registry, without: Collection[str] = ()) -> list[Difference]:
    """Every difference; frames of the capabilities in ``without`` are not missed where the vendor lacks them."""
    ours, theirs = channels(contract), channels(vendor)
    places, _ = paths.placed(ours, theirs, _bases(vendor))
    pairs = Pairs(registry, frozenset(without))
    found: list[Difference] = []
    for address, channel in ours.items():
        other = theirs.get(places.get(address, ""))
        found += [_no_channel(channel)] if other is None else pairs.compared(channel, other)
    return found + [_extra_channel(one) for address, one in theirs.items() if address not in places.values()]


def base(contract: Book, vendor: Book) -> str:
    """What stands before the contract's addresses in the vendor's document; empty where nothing does."""
    return paths.placed(channels(contract), channels(vendor), _bases(vendor))[1]


def turned_round(contract: Book, vendor: Book) -> bool:
    """Whether the document seems to describe a client: its frames fit once send and receive are exchanged."""
    wanted = {key for channel in channels(contract).values() for key in channel.frames}
    told = {key for channel in channels(vendor).values() for key in channel.frames}
    exchanged = {(sender.other, type) for sender, type in told}
    return len(wanted & exchanged) > len(wanted & told)


def _bases(book: Book) -> list[str]:
    servers = [node.followed() for node in book.root.mapping("servers").values()]
    return list(dict.fromkeys(["", *((server.text("pathname") or "").rstrip("/") for server in servers)]))


def _no_channel(channel: Channel) -> Difference:
    why = "a client that opens a socket there is answered with 404"
    names = ids.named(channel.node)
    return Difference(MISSING, "the channel", "not in the document", why, _name(channel), requirements=names)


def _extra_channel(channel: Channel) -> Difference:
    return Difference(EXTRA, "not in the contract", "the channel", "no client of the contract opens it", _name(channel))


def _name(channel: Channel) -> str:
    return clean(f"WS {channel.address}")


@dataclass(frozen=True, slots=True)
class Pairs:
    """Compares channels; schemas that were compared for one frame are known for the next."""

    registry: Registry
    without: frozenset[str] = frozenset()
    by: Mapping[Sender, Comparison] = field(default_factory=lambda: {sender: Comparison(sender) for sender in Sender})

    def compared(self, ours: Channel, theirs: Channel) -> list[Difference]:
        """The differences of one channel."""
        found = [*self._credentials(ours, theirs), *self._handshake(ours, theirs)]
        for key in dict.fromkeys((*ours.frames, *theirs.frames)):
            found += self._frame(key, ours.frames.get(key), theirs)
        found += [_untold(sender, message) for sender, message in theirs.untold]
        return [replace(one, where=_name(ours)) for one in found]

    def _credentials(self, ours: Channel, theirs: Channel) -> list[Difference]:
        wanted = ours.credentials
        if "tickets" in self.without:
            wanted = frozenset(way for way in wanted if way <= {security.BEARER}) or wanted
        found = security.compared(wanted, theirs.credentials, f"{ours.node.pointer}/servers")
        return [replace(one, part="credentials", requirements=(CREDENTIALS,)) for one in found]

    def _handshake(self, ours: Channel, theirs: Channel) -> list[Difference]:
        """The query and the headers of the handshake, which the WebSocket binding describes."""
        found: list[Difference] = []
        for what in ("query", "headers"):
            mine, its = _binding(ours.node, what), _binding(theirs.node, what)
            if mine is not None and its is None:
                why = f"whether the handshake takes these {what} is not said"
                found.append(
                    Difference(CANNOT_TELL, f"described {what}", "not described", why, path=what, at=mine.pointer)
                )
            elif mine is not None and its is not None:
                differences = self.by[Sender.CLIENT].schemas((mine,), (its,))
                found += [replace(one, path=f"{what} {one.path}".strip()) for one in differences]
        names = ids.named(ours.node)
        return [self._touching(replace(one, part="handshake"), names) for one in found]

    def _frame(self, key: tuple[Sender, str], ours: Frame | None, other: Channel) -> list[Difference]:
        sender, type = key
        theirs = other.frames.get(key)
        if ours is None:
            found = [_extra_frame(sender)]
        elif theirs is None:
            found = self._missing(sender, ours, other)
        else:
            differences = self.by[sender].shapes(ours.forms, theirs.forms, where(ours.forms[0].nodes))
            names = ids.named(ours.message)
            found = [self._touching(one, names) for one in (*_content_type(ours, theirs), *differences)]
        return [replace(one, part=part_of(sender, type)) for one in found]

    def _missing(self, sender: Sender, ours: Frame, other: Channel) -> list[Difference]:
        names = ids.named(ours.message)
        capability = ids.capability(names, self.registry)
        if capability is not None and capability in self.without:
            return []
        if any(one is sender for one, _ in other.untold):
            why = "whether one of the messages whose payload names no `type` is this one is not said"
            return [Difference(CANNOT_TELL, "the frame", "not named", why, requirements=names)]
        client = sender is Sender.CLIENT
        why = "a client that sends it is refused" if client else "a client that waits for it never gets it"
        if capability is not None:
            why = f"{why}; only a server that declares `{capability}` needs it"
        return [Difference(MISSING, "the frame", "not in the document", why, requirements=names)]

    def _touching(self, one: Difference, names: tuple[str, ...]) -> Difference:
        touched = ids.touched(names, "", one.path, self.registry)
        return replace(one, requirements=tuple(dict.fromkeys((*one.requirements, *touched))))


def part_of(sender: Sender, type: str) -> str:
    """``frame message from the client``."""
    return _PARTS[sender].format(clean(type.strip('"'), 60))


def _extra_frame(sender: Sender) -> Difference:
    client = sender is Sender.CLIENT
    why = "no client of the contract sends it" if client else "clients pass over what they do not know"
    return Difference(EXTRA, "not in the contract", "the frame", why, requirements=() if client else (OTHER_TYPES,))


def _untold(sender: Sender, message: Node) -> Difference:
    why = f"its payload has no `{KIND}` with a fixed value to know it by"
    name = clean(message.text("name") or message.path[-1] if message.path else "", 60)
    part = f"message {name} from the {sender.value}"
    return Difference(CANNOT_TELL, "frames known by their type", "a message without one", why, part=part)


def _content_type(ours: Frame, theirs: Frame) -> list[Difference]:
    mine, its = _content(ours.message), _content(theirs.message)
    if mine == its:
        return []
    why = "the two sides do not read each other's frames"
    return [Difference(INCOMPATIBLE, mine, clean(its), why, at=f"{ours.message.pointer}/contentType")]


def _content(message: Node) -> str:
    stated = message.text("contentType") or message.book.root.text("defaultContentType") or "application/json"
    return stated.partition(";")[0].strip().lower()


def _binding(channel: Node, what: str) -> Node | None:
    bindings = channel.get("bindings")
    ws = bindings.followed().get("ws") if bindings is not None else None
    return ws.followed().get(what) if ws is not None else None
