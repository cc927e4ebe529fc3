"""The changes between two versions of a page.

Both are reduced to the same parts (`outline.py`), whichever dialects they are in. Footnotes are
matched first, since references are compared by them, then sections, then the blocks of the same
sections; equal blocks are not looked into. All is linear but for windows of bounded size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.edit.alignment import align, gaps, increasing, same_occurrences
from wikiparse.edit.changes import Change
from wikiparse.edit.compare import part_changes, span_of, table_changes, text_changes
from wikiparse.edit.matching import match_alike, match_divisions, moved_divisions
from wikiparse.edit.outline import Outline, key_references
from wikiparse.nodes.page import Page

if TYPE_CHECKING:
    from collections.abc import Hashable

    from wikiparse.edit.changes import Path
    from wikiparse.edit.outline import Block, Division
    from wikiparse.edit.parts import Part


def diff(old: Page, new: Page) -> list[Change]:
    r"""The changes from one version of a page to another, in the order of the page: those of its
    sections with their blocks, then footnotes, then categories. Empty for two that say the same.

    The documents may be of different dialects: compared is the meaning. A section, row, table or
    footnote that was added or removed is one change, with all that is in it. Takes time in
    proportion to the pages. Raises TypeError for anything but two documents.

    >>> old = wikiparse.parse("A mill.\n[[Category:Mills]]", dialect="wikitext")
    >>> new = wikiparse.parse("A water mill.\n[[Category:Mills]]", dialect="wikitext")
    >>> wikiparse.diff(old, new)
    [Change('text-changed', '', 'water', ('paragraph 1',))]
    """
    for page in (old, new):
        if not isinstance(page, Page):
            message = f"diff() takes two documents, not a {type(page).__name__}"
            raise TypeError(message)
    if old is new:
        return []
    return _Comparison(Outline(old), Outline(new)).changes()


class _Comparison:
    def __init__(self, old: Outline, new: Outline) -> None:
        self.old = old
        self.new = new
        key_references(old, new, {})
        self.footnotes = self._match_footnotes()
        self.pairs = match_divisions(old.divisions, new.divisions)
        self.old_of = {new: old for old, new in self.pairs.items()}
        # The pairs of blocks of each section, by its index in the new page; and all that have none.
        self.blocks: dict[int, list[tuple[int, int]]] = {}
        self.moved: dict[int, Block] = {}
        """The old block by the identity of the new one, where it is somewhere else."""
        self.moved_away: set[int] = set()

    def changes(self) -> list[Change]:
        self._match_blocks()
        found = self._gone_divisions()
        moved = moved_divisions(self.old.divisions, self.new.divisions, self.pairs)
        for index, division in enumerate(self.new.divisions):
            number = self.old_of.get(index)
            if number is None:
                if division.parent is None or self._is_kept(division.parent, is_new=True):
                    found.append(
                        Change(
                            "section-added",
                            None,
                            division.title,
                            division.path,
                            None,
                            division.node.span,
                        )
                    )
                continue
            found += self._of_division(number, index, is_moved=index in moved)
        return found + self._of_footnotes() + self._of_categories()

    def _is_kept(self, division: Division, *, is_new: bool) -> bool:
        known = self._new_kept if is_new else self._old_kept
        return id(division) in known

    # --- footnotes

    def _match_footnotes(self) -> list[tuple[int, int]]:
        old, new = self.old.footnotes, self.new.footnotes
        pairs = align([block.key for block in old], [block.key for block in new])
        same = {a for a, _ in pairs}, {b for _, b in pairs}
        pairs += same_occurrences(
            [(i, b.key) for i, b in enumerate(old) if i not in same[0]],
            [(i, b.key) for i, b in enumerate(new) if i not in same[1]],
        )
        pairs += self._changed_footnotes(pairs)
        classes: dict[int, Hashable] = {}
        numbers: dict[Hashable, int] = {}
        for block in old:
            classes[id(block.nodes[0])] = ("class", numbers.setdefault(block.key, len(numbers)))
        for block in new:
            classes[id(block.nodes[0])] = ("class", numbers.setdefault(block.key, len(numbers)))
        for a, b in pairs:
            if old[a].key != new[b].key:
                classes[id(new[b].nodes[0])] = classes[id(old[a].nodes[0])]
        key_references(self.old, self.new, classes)
        return pairs

    def _changed_footnotes(self, pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Footnotes that changed: those that are alike between the same ones."""
        old, new = self.old.footnotes, self.new.footnotes
        same, new_same = {a for a, _ in pairs}, {b for _, b in pairs}
        pairs = sorted(pairs)
        order = [pairs[index] for index in increasing([b for _, b in pairs])]
        found: list[tuple[int, int]] = []
        for gap in gaps(order, len(old), len(new)):
            left = [i for i in range(gap.old_start, gap.old_end) if i not in same]
            right = [i for i in range(gap.new_start, gap.new_end) if i not in new_same]
            matched = match_alike([old[i] for i in left], [new[i] for i in right])
            found += [(left[a], right[b]) for a, b in matched]
        return found

    def _of_footnotes(self) -> list[Change]:
        old, new = self.old.footnotes, self.new.footnotes
        found: list[Change] = []
        taken, new_taken = {a for a, _ in self.footnotes}, {b for _, b in self.footnotes}
        for index, block in enumerate(old):
            home = self.old.home.get(id(block.nodes[0]))
            if index not in taken and (home is None or id(home) in self._old_kept):
                value = _shown(block)
                found.append(
                    Change("footnote-removed", value, None, (block.name,), span_of(block.nodes))
                )
        for a, b in sorted(self.footnotes, key=lambda pair: pair[1]):
            if old[a].key != new[b].key:
                path = (new[b].name,)
                found += text_changes(old[a], new[b], path, "footnote-changed")
                found += part_changes(_named(old[a]), _named(new[b]), ())
        for index, block in enumerate(new):
            home = self.new.home.get(id(block.nodes[0]))
            if index not in new_taken and (home is None or id(home) in self._new_kept):
                value = _shown(block)
                found.append(
                    Change("footnote-added", None, value, (block.name,), None, span_of(block.nodes))
                )
        return found

    # --- blocks

    def _match_blocks(self) -> None:
        old, new = self.old.divisions, self.new.divisions
        self._old_kept = {id(old[a]) for a in self.pairs}
        self._new_kept = {id(new[b]) for b in self.old_of}
        left: list[Block] = []
        right: list[Block] = []
        for a, b in self.pairs.items():
            blocks, new_blocks = old[a].blocks, new[b].blocks
            pairs = align([block.key for block in blocks], [block.key for block in new_blocks])
            self.blocks[b] = pairs
            same, new_same = {one for one, _ in pairs}, {other for _, other in pairs}
            left += [block for i, block in enumerate(blocks) if i not in same]
            right += [block for i, block in enumerate(new_blocks) if i not in new_same]
        # A block of a section that is gone may be in another one now.
        left += [x for i, d in enumerate(old) if i not in self.pairs for x in d.blocks]
        right += [x for i, d in enumerate(new) if i not in self.old_of for x in d.blocks]
        for a, b in same_occurrences(
            [(i, block.key) for i, block in enumerate(left)],
            [(i, block.key) for i, block in enumerate(right)],
        ):
            self.moved[id(right[b])] = left[a]
            self.moved_away.add(id(left[a]))

    def _gone_divisions(self) -> list[Change]:
        return [
            Change("section-removed", d.title, None, d.path, d.node.span)
            for index, d in enumerate(self.old.divisions)
            if index not in self.pairs and d.parent is not None and id(d.parent) in self._old_kept
        ]

    def _of_division(self, number: int, index: int, *, is_moved: bool) -> list[Change]:
        old, new = self.old.divisions[number], self.new.divisions[index]
        found: list[Change] = []
        spans = (old.node.span, new.node.span)
        if is_moved:
            was, now = (" > ".join(d.path) for d in (old, new))
            found.append(Change("section-moved", was, now, new.path, *spans))
        if old.title != new.title:
            found.append(Change("section-renamed", old.title, new.title, new.path, *spans))
        level, new_level = (getattr(d.node, "level", 0) for d in (old, new))
        if level != new_level and not is_moved and self.old.page.dialect == self.new.page.dialect:
            found.append(Change("section-leveled", str(level), str(new_level), new.path, *spans))
        old_parts: list[Part] = []
        new_parts: list[Part] = []
        if old.heading and new.heading and old.heading.key != new.heading.key:
            old_parts += _named(old.heading)
            new_parts += _named(new.heading)
        for gap in gaps(self.blocks[index], len(old.blocks), len(new.blocks)):
            left = [
                block
                for block in old.blocks[gap.old_start : gap.old_end]
                if id(block) not in self.moved_away
            ]
            right = [
                block
                for block in new.blocks[gap.new_start : gap.new_end]
                if id(block) not in self.moved
            ]
            found += self._moved_here(new, new.blocks[gap.new_start : gap.new_end])
            matched = match_alike(left, right)
            taken, new_taken = {a for a, _ in matched}, {b for _, b in matched}
            for i, block in enumerate(left):
                if i not in taken:
                    found += _gone(block, old.path)
                    old_parts += _named(block) if block.rows is None else []
            for a, b in matched:
                if left[a].rows is not None and right[b].rows is not None:
                    changes, gone, come = table_changes(left[a], right[b], new.path)
                    found += changes
                    old_parts += gone
                    new_parts += come
                else:
                    found += text_changes(left[a], right[b], (*new.path, right[b].name))
                    old_parts += _named(left[a])
                    new_parts += _named(right[b])
            for i, block in enumerate(right):
                if i not in new_taken:
                    found += _come(block, new.path)
                    new_parts += _named(block) if block.rows is None else []
        return found + part_changes(old_parts, new_parts, new.path)

    def _moved_here(self, division: Division, blocks: list[Block]) -> list[Change]:
        """The blocks that moved here, but for those out of a section that is gone."""
        found: list[Change] = []
        for block in blocks:
            old = self.moved.get(id(block))
            if old is not None and id(old) in self._homes:
                path = (*division.path, block.name)
                spans = (span_of(old.nodes), span_of(block.nodes))
                found.append(Change("text-moved", _shown(old), _shown(block), path, *spans))
        return found

    @property
    def _homes(self) -> set[int]:
        """The old blocks in sections that are there still."""
        if not hasattr(self, "_in_kept"):
            divisions = self.old.divisions
            self._in_kept = {id(b) for number in self.pairs for b in divisions[number].blocks}
        return self._in_kept

    # --- categories

    def _of_categories(self) -> list[Change]:
        before, after = (
            {_category(c.name): c for c in outline.page.categories}
            for outline in (self.old, self.new)
        )
        found: list[Change] = []
        path: Path = ()
        for name, category in before.items():
            other = after.get(name)
            if other is None:
                found.append(Change("category-removed", category.name, None, path, category.span))
            elif (category.sort_key or "") != (other.sort_key or ""):
                found.append(
                    Change(
                        "category-changed",
                        category.sort_key or "",
                        other.sort_key or "",
                        (f"category {other.name}",),
                        category.span,
                        other.span,
                    )
                )
        found += [
            Change("category-added", None, category.name, path, None, category.span)
            for name, category in after.items()
            if name not in before
        ]
        return found


def _category(name: str) -> str:
    name = " ".join(name.replace("_", " ").split())
    return name[:1].upper() + name[1:]


def _named(block: Block) -> list[Part]:
    """The parts of a block, which say where they are."""
    for part in block.parts:
        part.block = block.name
    return block.parts


def _shown(block: Block) -> str:
    if block.rows is not None:
        return "\n".join([" | ".join([c.text.strip() for c in row]) for row in block.rows])
    return block.text.strip()


def _gone(block: Block, path: Path) -> list[Change]:
    if block.rows is None and not block.text.strip():
        return []
    kind = "text-removed" if block.rows is None else "table-removed"
    return [Change(kind, _shown(block), None, (*path, block.name), span_of(block.nodes))]


def _come(block: Block, path: Path) -> list[Change]:
    if block.rows is None and not block.text.strip():
        return []
    kind = "text-added" if block.rows is None else "table-added"
    return [Change(kind, None, _shown(block), (*path, block.name), None, span_of(block.nodes))]
