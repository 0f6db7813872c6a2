"""The tracker's Markdown, read back: which parts are written anew, and what in them people wrote.

A *part* stands between two comments and is written anew; whatever stands outside of parts is people's, and is kept byte
for byte.  Inside of parts the cells under ``HAND`` are theirs, by the id in the last cell of the row, and what stands
between two ``notes`` comments is, by the requirement that the first one names.

Anything else that somebody writes into a part would be lost.  So the comment that begins a part carries a digest of
what it says without what is people's: of letters, digits, and all that is not ASCII, which formatters leave as they
are.  Where it differs, the file is refused.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field, replace

from conformance.tracker.cells import is_delimiter, split
from conformance.usage import UsageError

PARTS = (
    "status", "unit", "integration", "performance", "security", "reliability", "e2e", "issues", "flaky", "environment",
    "suite", "fixed", "aside",
)  # fmt: skip
"""Every part that a tracker has, once."""

HAND = ("Issue", "Note", "Owner")
"""The columns that belong to people."""

_MARK = re.compile(r"<!-- chat-conformance:(begin|end|notes) ([\w-]+)(?: ([0-9a-f]{12}))? -->[ \t\r]*")
_LIKE_A_MARK = re.compile(r"\s*<!--\s*chat-conformance:")
_CONFLICT = re.compile(r"(<{7}|>{7})( |\r?$)")
_ID = re.compile(r"`?([0-9a-f]{12})`?")


@dataclass(frozen=True, slots=True)
class Words:
    """What people wrote into one row, as it stands in the file; ``part`` and ``was`` say which row it is."""

    cells: tuple[str, ...] = ("",) * len(HAND)
    part: str = ""
    was: str = ""

    def __bool__(self) -> bool:
        return any(self.cells)


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its body without the two comments, the line of the first one, and the digest that it carries."""

    name: str
    body: str
    line: int = 0
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A tracker: people's text and parts in their order, what was written into the parts by hand (cells by id, notes by
    requirement), and the ids that each part lists."""

    pieces: tuple[str | Part, ...]
    words: Mapping[str, Words] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    listed: Mapping[str, Set[str]] = field(default_factory=dict)

    @property
    def parts(self) -> dict[str, Part]:
        """The parts by name."""
        return {piece.name: piece for piece in self.pieces if isinstance(piece, Part)}


def read(text: str, where: str, *, mend: bool = False) -> Document:
    """A tracker as it was written, or as people changed it; raises :class:`UsageError` for one that is damaged.

    With ``mend``, parts may be missing, and what was written into a part where it would be lost, is lost.
    """
    document = Document(tuple(_pieces(text, where)))
    if not document.parts:
        raise UsageError(f"{where}: is no tracker of chat-conformance, and is left alone; "
                         "move it away, or give another --file")  # fmt: skip
    lacking = [name for name in PARTS if name not in document.parts]
    if lacking and not mend:
        raise UsageError(f"{where}: its part {lacking[0]!r} is missing; bring it back from version control, "
                         "or let --mend write it anew")  # fmt: skip
    by_hand = ByHand(where)
    for part in document.parts.values():
        digest = by_hand.taken_from(part)
        if part.digest is not None and part.digest != digest and not mend:
            raise UsageError(f"{where}:{part.line}: the part {part.name!r} that begins here was changed where it is "
                             "written anew; move your words out of it, or let --mend drop them")  # fmt: skip
    return replace(document, words=by_hand.words, notes=by_hand.notes, listed=by_hand.listed)


def merged(old: Document | None, fresh: Document) -> str:
    """The text of the tracker: the fresh parts in the places of the old ones, and what is people's as it was."""
    if old is None:
        return "".join(map(_text, fresh.pieces))
    kept = [_newer(piece, fresh.parts[piece.name]) if isinstance(piece, Part) else piece for piece in old.pieces]
    lacking = [part for name, part in fresh.parts.items() if name not in old.parts]
    added = [piece for part in lacking for piece in (f"\n## The part {part.name}\n\n", part)]
    return "".join(map(_text, [*kept, *added]))


def _newer(old: Part, fresh: Part) -> Part:
    """The fresh part; but the old one where it says the same, as a formatter may have laid it out."""
    return old if old.digest == _digest(old) == _digest(fresh) else fresh


def _text(piece: str | Part) -> str:
    if isinstance(piece, str):
        return piece
    begin = f"<!-- chat-conformance:begin {piece.name} {_digest(piece)} -->"
    return f"{begin}\n{piece.body}<!-- chat-conformance:end {piece.name} -->\n"


def _counts(character: str) -> bool:
    """Whether a character belongs to what is said, and not to how it is laid out."""
    return character.isalnum() or (character > "\x7f" and not character.isspace())


def _digest(part: Part) -> str:
    return ByHand("").taken_from(part)


# -- parts and what lies between them ---------------------------------------------------------------------------------


def _pieces(text: str, where: str) -> Iterator[str | Part]:
    """The text cut at the comments that begin and end parts."""
    pending: list[str] = []
    inside: Part | None = None
    seen: set[str] = set()
    for number, line in enumerate(re.findall("[^\n]*\n|[^\n]+", text), 1):
        kind, name, digest = _mark(line, f"{where}:{number}")
        if kind == "begin" and inside is None and name in PARTS and name not in seen:
            yield "".join(pending)
            pending, inside = [], Part(name, "", number, digest)
            seen.add(name)
        elif kind == "end" and inside is not None and name == inside.name:
            yield replace(inside, body="".join(pending))
            pending, inside = [], None
        elif kind == "" or (inside is not None and "notes" in (kind, name)):
            pending.append(line)
        else:
            raise UsageError(f"{where}:{number}: the comment {kind} {name} of chat-conformance has no place here; "
                             "bring the file back from version control")  # fmt: skip
    if inside is not None:
        raise UsageError(f"{where}:{inside.line}: the part {inside.name!r} has no end; bring its last line back: "
                         f"<!-- chat-conformance:end {inside.name} -->")  # fmt: skip
    yield "".join(pending)


def _mark(line: str, where: str) -> tuple[str, str, str | None]:
    """What a comment of ours says: its kind, its name, its digest.  Empty for any other line."""
    if _CONFLICT.match(line):
        raise UsageError(f"{where}: a merge was not finished here; choose a side of the conflict, then run this again")
    if not _LIKE_A_MARK.match(line):
        return "", "", None
    mark = _MARK.fullmatch(line.rstrip("\n"))
    if mark is None:
        raise UsageError(f"{where}: this comment of chat-conformance is not whole; bring it back from version control")
    return mark[1], mark[2], mark[3]


# -- what people wrote into a part ------------------------------------------------------------------------------------


@dataclass(slots=True)
class ByHand:
    """Gathers what people wrote, part by part."""

    where: str
    words: dict[str, Words] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    listed: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def taken_from(self, part: Part) -> str:
        """Take what people wrote in this part; returns the digest of all the rest."""
        essence, head = hashlib.sha256(), list[str]()
        for place, line in self._without_notes(part):
            head, rest = self._line(line, head, part.name, place)
            essence.update("".join(filter(_counts, rest)).encode("utf-8", "surrogatepass"))
        return essence.hexdigest()[:12]

    def _without_notes(self, part: Part) -> Iterator[tuple[str, str]]:
        """The lines of a part, each with its place, without the notes in it, which are taken."""
        noted = ""
        for number, line in enumerate(part.body.split("\n"), part.line + 1):
            place = f"{self.where}:{number}"
            kind, name, _ = _mark(line, place)
            if kind == "notes" and not noted:
                noted = name
                self.notes.setdefault(noted, "")
            elif (kind, name) == ("end", "notes") and noted:
                noted = ""
            elif kind:
                raise UsageError(f"{place}: the comment {kind} {name} of chat-conformance has no place here; "
                                 "bring the file back from version control")  # fmt: skip
            elif noted:
                self.notes[noted] += f"{line}\n"
                continue
            yield place, line
        if noted:
            raise UsageError(f"{self.where}:{part.line}: the notes on {noted} in this part have no end; bring the line "
                             "back: <!-- chat-conformance:end notes -->")  # fmt: skip

    def _line(self, line: str, head: list[str], part: str, place: str) -> tuple[list[str], str]:
        """The head of the table that goes on behind this line, and what of the line is not people's."""
        bare = line.strip(" \t\r")
        if not bare.startswith("|"):
            if head and "|" in bare:  # Markdown takes it for a row of this table, with everybody's cells in it
                raise UsageError(f"{place}:1: this row of the part {part!r} begins without a pipe, and its cells would "
                                 "go; begin it with |")  # fmt: skip
            return [], line
        cells = split(line)
        if not head:
            self._refuse_another_id(cells, part, place)
        if not head or is_delimiter(cells):
            return head or cells, " ".join(cells)
        if len(cells) != len(head):
            raise UsageError(f"{place}: this row has {len(cells)} cells and its table {len(head)} columns; "
                             "write a pipe inside a cell as \\|")  # fmt: skip
        if "Id" in head:
            self._keep(cells, head, part, place)
        return head, " ".join(cell for cell, name in zip(cells, head, strict=True) if name not in HAND)

    def _refuse_another_id(self, head: list[str], part: str, place: str) -> None:
        """Words are known by the id in their row: in a table that has no such column they would go."""
        if "Id" not in head and set(HAND) & set(head):
            raise UsageError(f"{place}: the table that begins here in the part {part!r} has no column 'Id', and the "
                             f"cells under {', '.join(HAND)} would go; call it so again")  # fmt: skip

    def _keep(self, cells: list[str], head: list[str], part: str, place: str) -> None:
        row = dict(zip(head, cells, strict=True))
        if lacking := set(HAND) - set(row):
            raise UsageError(f"{place}: the table of this row has no column {min(lacking)!r}; give it that name again")
        mark = _ID.fullmatch(row["Id"])
        of, was = cells[:2] if part == "aside" else (part, " ".join(filter(None, cells[:2])))
        words = Words(tuple(row[name] for name in HAND), of, was)
        if mark is None:
            if words:
                raise UsageError(f"{place}: this row has words and no id; move the row out of the part {part!r}")
            return
        self.listed[part].add(mark[1])
        before = self.words.get(mark[1])
        if before and words and before.cells != words.cells:
            raise UsageError(f"{place}: an earlier row has the id {mark[1]} too, and other words; keep one of them")
        self.words[mark[1]] = before if before else words
