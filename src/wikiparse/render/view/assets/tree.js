// A tree in a pane: of its rows, only those in the window are in the page.

const TALLEST = 8_000_000; // pixels: no browser scrolls much more
const FEW = 250; // rows that a page begins with, at most
const FOUND = 1;
const AROUND = 2;

class TreePane {
  constructor(element, tree, events) {
    this.element = element;
    this.tree = tree;
    this.events = events;
    this.open = new Uint8Array(tree.count);
    this.filter = null; // of each node: FOUND, AROUND a found one, both or neither
    this.chosen = 0;
    this.lit = -1;
    this.rows = [];
    this.space = make("div", "space");
    element.append(this.space);
    element.addEventListener("scroll", () => this.draw(), { passive: true });
    element.addEventListener("pointerover", (event) => this.onPointer(event));
    element.addEventListener("pointerleave", () => events.light(this, -1));
    element.addEventListener("click", (event) => this.onClick(event));
    element.addEventListener("dblclick", (event) => this.isTwisty(event) || this.toggle(this.nodeOf(event)));
    element.addEventListener("keydown", (event) => this.onKey(event));
    // Not with a pointer: its click chooses, and must find the row where it is.
    element.addEventListener("focus", () => element.matches(":focus-visible") && events.choose(this, this.chosen));
    new ResizeObserver(() => this.draw()).observe(element);
  }

  // --- which rows are shown

  /** How many levels can be open without too many rows. */
  fewLevels() {
    const { tree } = this;
    const levels = [];
    for (let i = 0; i < tree.count; i++) {
      if (!this.isPlain(tree.parent[i])) levels[tree.depth[i]] = (levels[tree.depth[i]] ?? 0) + 1;
    }
    let depth = 0;
    for (let rows = 1; depth + 1 < levels.length && rows + levels[depth + 1] <= FEW; depth++) {
      rows += levels[depth + 1];
    }
    return Math.max(depth, 1);
  }

  /** Whether a node holds one text and nothing more, as most links do: its row says it all. */
  isPlain(node) {
    const { tree } = this;
    return node > 0 && tree.size[node] === 1 && !tree.size[node + 1] && tree.name(node + 1) === "text";
  }

  openTo(depth) {
    for (let i = 0; i < this.tree.count; i++) {
      this.open[i] = this.tree.depth[i] < depth && !this.isPlain(i) ? 1 : 0;
    }
    this.update();
  }

  /** Open one level more; at last also the nodes whose row says it all. */
  openMore() {
    const { tree, open } = this;
    let level = Infinity;
    for (let i = 0; i < tree.count; i++) {
      if (tree.size[i] && !open[i] && !this.isPlain(i)) level = Math.min(level, tree.depth[i]);
    }
    if (level < Infinity) this.openTo(level + 1);
    else {
      open.fill(1);
      this.update();
    }
  }

  /** List the rows again, after folding or filtering. */
  update() {
    const { tree, open, filter } = this;
    const shown = [];
    for (let i = 0; i < tree.count; ) {
      if (filter && !filter[i]) {
        i = tree.after[i];
        continue;
      }
      shown.push(i);
      i = open[i] ? i + 1 : tree.after[i];
    }
    this.shown = Int32Array.from(shown);
    this.measure();
    this.draw(true);
  }

  resize() {
    this.measure();
    this.draw();
  }

  measure() {
    this.height = parseFloat(getComputedStyle(this.element).getPropertyValue("--row")) || 22;
    this.total = this.shown.length * this.height;
    this.space.style.height = `${Math.min(this.total, TALLEST)}px`;
  }

  /** The first row of a node or, where it is folded away, of the one around it. */
  rowOf(node) {
    while (node > 0) {
      const row = countBelow(this.shown.length, (i) => this.shown[i] < node);
      if (this.shown[row] === node) return row;
      node = this.tree.parent[node];
    }
    return 0;
  }

  // --- drawing

  get ratio() {
    const window = this.element.clientHeight;
    return this.total > TALLEST ? (this.total - window) / (TALLEST - window) : 1;
  }

  draw(isNew = false) {
    const { element, height, ratio } = this;
    const window = element.clientHeight;
    const top = element.scrollTop * ratio;
    const first = Math.max(0, Math.floor(top / height) - 4);
    const count = Math.min(this.shown.length - first, Math.ceil(window / height) + 9);
    while (this.rows.length < count) {
      const row = make("div", "row");
      row.setAttribute("role", "treeitem");
      this.rows.push(row);
      this.space.append(row);
    }
    for (const row of this.rows.splice(Math.max(count, 0))) row.remove();
    for (let i = 0; i < this.rows.length; i++) {
      // A row keeps its element while it is in the window: a click on it goes on.
      const index = first + ((((i - first) % count) + count) % count);
      const row = this.rows[i];
      const node = this.shown[index];
      const y = index * height - top + element.scrollTop;
      row.style.transform = `translateY(${y}px)`;
      if (isNew || row.node !== node) this.write(row, node);
    }
    this.mark();
  }

  write(row, node) {
    const { tree } = this;
    const name = tree.name(node);
    row.node = node;
    row.id = `${this.element.id}-${node}`;
    row.style.setProperty("--depth", Math.min(tree.depth[node], 24));
    row.setAttribute("aria-level", tree.depth[node] + 1);
    row.setAttribute("aria-posinset", tree.position[node]);
    row.setAttribute("aria-setsize", node ? tree.size[tree.parent[node]] : 1);
    if (this.isLeaf(node)) row.removeAttribute("aria-expanded");
    else row.setAttribute("aria-expanded", Boolean(this.open[node]));
    row.classList.toggle("around", this.filter?.[node] === AROUND);
    row.classList.toggle("differs", Boolean(this.differs?.[node]));
    row.classList.toggle("differs-below", Boolean(this.differsBelow?.[node]) && !this.open[node]);
    const parts = [make("span", "twisty"), make("span", `kind ${groupOf(name)}`, name)];
    const summary = oneLine(tree.summary(node).slice(0, 160));
    if (summary) parts.push(make("bdi", "summary", summary));
    const excerpt = oneLine(tree.excerpt(node));
    if (excerpt && excerpt !== summary) parts.push(make("bdi", name === "text" ? "summary" : "excerpt", excerpt));
    if (name === "text" && !summary && !excerpt) parts.push(make("span", "excerpt", "␣")); // white space
    const level = name === "heading" || name === "section" ? new Map(tree.valuesOf(node)).get("level") : 0;
    if (level) parts.splice(2, 0, make("span", "level", String(level)));
    const flags = tree.flagged.get(node);
    if (flags) parts.push(make("span", "flag", flags.length > 1 ? `! ${flags.length}` : "!"));
    else if (this.flaggedBelow?.[node] && !this.open[node]) parts.push(make("span", "flag below", "!"));
    row.replaceChildren(...parts);
  }

  /** Which row is chosen, and which is lit. */
  mark() {
    const lit = this.lit < 0 ? -1 : this.shown[this.rowOf(this.lit)];
    const chosen = this.shown[this.rowOf(this.chosen)];
    let active = "";
    for (const row of this.rows) {
      row.classList.toggle("lit", row.node === lit);
      row.classList.toggle("chosen", row.node === chosen);
      row.setAttribute("aria-selected", row.node === chosen);
      if (row.node === chosen) active = row.id;
    }
    if (active) this.element.setAttribute("aria-activedescendant", active);
    else this.element.removeAttribute("aria-activedescendant");
  }

  scrollTo(row) {
    const window = this.element.clientHeight;
    if (!window) return;
    const { height, ratio } = this;
    const top = this.element.scrollTop * ratio;
    const y = row * height;
    if (y < top || y + height > top + window) {
      const goal = y < top && top - y < window ? y - height : y - window / 3;
      const near = y + height > top + window && y - top < 1.5 * window ? y + 2 * height - window : goal;
      this.element.scrollTop = Math.max(0, near) / ratio;
      this.draw();
    }
  }

  /** Light a node that is pointed at elsewhere. */
  light(node, isFollowed) {
    this.lit = node;
    if (node >= 0 && isFollowed) this.scrollTo(this.rowOf(node));
    this.mark();
  }

  /** Choose a node; with `isOpened` the nodes around it are unfolded. */
  choose(node, isOpened) {
    this.chosen = node;
    if (isOpened) {
      const folded = this.tree.ancestors(node).filter((i) => !this.open[i]);
      for (const i of folded) this.open[i] = 1;
      if (folded.length) this.update();
    }
    this.scrollTo(this.rowOf(node));
    this.mark();
  }

  // --- folding

  isLeaf(node) {
    return !this.tree.size[node] || (this.filter && !(this.filter[node] & AROUND));
  }

  toggle(node, isOpen = !this.open[node]) {
    if (node === undefined || this.isLeaf(node) || Boolean(this.open[node]) === isOpen) return;
    this.open[node] = isOpen ? 1 : 0;
    if (!isOpen && this.tree.ancestors(this.chosen).includes(node)) this.events.choose(this, node);
    this.update();
  }

  /** Show the nodes that are found, and those around them; null shows all. */
  setFilter(found) {
    const { tree } = this;
    if (!found) {
      if (this.filter) this.open = this.unfiltered;
      this.filter = null;
    } else {
      if (!this.filter) this.unfiltered = this.open;
      this.filter = new Uint8Array(tree.count);
      this.open = new Uint8Array(tree.count);
      for (let i = tree.count - 1; i >= 0; i--) {
        if (found[i]) this.filter[i] |= FOUND;
        if (this.filter[i] && i) {
          this.filter[tree.parent[i]] |= AROUND;
          this.open[tree.parent[i]] = 1;
        }
      }
      this.filter[0] ||= AROUND;
    }
    this.update();
    this.element.scrollTop = 0;
    if (!found) this.scrollTo(this.rowOf(this.chosen));
    this.draw();
  }

  // --- pointer and keyboard

  nodeOf(event) {
    return event.target.closest?.(".row")?.node;
  }

  isTwisty(event) {
    return Boolean(event.target.closest?.(".twisty"));
  }

  onPointer(event) {
    const node = this.nodeOf(event);
    if (node !== undefined && event.pointerType !== "touch") this.events.light(this, node);
  }

  onClick(event) {
    const node = this.nodeOf(event);
    if (node === undefined) return;
    if (this.isTwisty(event)) this.toggle(node);
    else this.events.choose(this, node);
  }

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { tree, shown } = this;
    const row = this.rowOf(this.chosen);
    const node = shown[row];
    const page = Math.max(1, Math.floor(this.element.clientHeight / this.height) - 2);
    const go = (to) => this.events.choose(this, shown[Math.max(0, Math.min(shown.length - 1, to))]);
    const keys = {
      ArrowDown: () => go(row + 1),
      ArrowUp: () => go(row - 1),
      PageDown: () => go(row + page),
      PageUp: () => go(row - page),
      Home: () => go(0),
      End: () => go(shown.length - 1),
      ArrowRight: () => (this.open[node] || this.isLeaf(node) ? this.isLeaf(node) || go(row + 1) : this.toggle(node, true)),
      ArrowLeft: () =>
        this.open[node] && !this.isLeaf(node) ? this.toggle(node, false) : go(this.rowOf(Math.max(0, tree.parent[node]))),
      Enter: () => this.toggle(node),
      " ": () => this.toggle(node),
      "*": () => this.openSiblings(node),
    };
    if (keys[event.key]) keys[event.key]();
    else if (/^[a-z]$/i.test(event.key)) this.typeAhead(event.key.toLowerCase());
    else return;
    event.preventDefault();
  }

  openSiblings(node) {
    const parent = this.tree.parent[node];
    const last = parent < 0 ? this.tree.count : this.tree.after[parent];
    for (let i = parent + 1; i < last; i = this.tree.after[i]) {
      if (!this.isLeaf(i)) this.open[i] = 1;
    }
    this.update();
  }

  /** The next row whose kind begins with the letters that are typed. */
  typeAhead(letter) {
    const now = performance.now();
    this.typed = now - (this.typedAt ?? -1e9) < 700 ? this.typed + letter : letter;
    this.typedAt = now;
    const row = this.rowOf(this.chosen);
    const count = this.shown.length;
    // A second letter goes on from the row that the first one found.
    for (let step = this.typed.length > 1 ? 0 : 1; step <= count; step++) {
      const node = this.shown[(row + step) % count];
      if (this.tree.name(node).startsWith(this.typed)) return this.events.choose(this, node);
    }
  }
}

const GROUPS = {
  link: ["wikilink", "link", "external_link", "link_reference_definition", "redirect"],
  brace: ["template", "template_argument", "template_parameter", "parser_function", "magic_word", "language_variant", "variant_text"],
  footnote: ["footnote_reference", "footnote_definition", "footnote_list", "footnote_template"],
  heading: ["document", "section", "heading"],
  code: ["code_block", "inline_code", "math", "math_block", "thematic_break"],
  comment: ["comment", "conversion_notice"],
  meta: ["category", "front_matter", "boilerplate"],
  html: ["html_element", "html_tag", "html_block"],
  media: ["image", "gallery"],
  table: ["table", "table_row", "table_cell", "table_caption"],
};
const GROUP = new Map(Object.entries(GROUPS).flatMap(([group, kinds]) => kinds.map((kind) => [kind, group])));

/** The group of a kind, which has a color of its own. */
function groupOf(kind) {
  return GROUP.get(kind) ?? (kind === "text" ? "text" : "other");
}
