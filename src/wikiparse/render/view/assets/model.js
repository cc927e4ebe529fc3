"use strict";
// The data of the page as typed arrays: trees, offsets, and the questions that are asked of them.

/** Offsets of a text: code points, as Python counts, and UTF-16 units, as strings do here. */
class Offsets {
  constructor(text, split) {
    this.length = text.length;
    this.astral = []; // code point offsets of the characters that take two units
    const apart = new Set(split); // halves that are two code points in Python
    for (const match of text.matchAll(/[\ud800-\udbff][\udc00-\udfff]/g)) {
      const point = match.index - this.astral.length;
      if (!apart.has(point)) this.astral.push(point);
    }
  }

  unit(point) {
    return point + countBelow(this.astral.length, (i) => this.astral[i] < point);
  }

  point(unit) {
    return unit - countBelow(this.astral.length, (i) => this.astral[i] + i < unit);
  }
}

/** How many of the first numbers below `count` hold, where all that hold come first. */
function countBelow(count, holds) {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Kinds whose source says more than the text that a reader sees of them. */
const SOURCE_ALONE = new Set(["text", "template", "parser_function", "footnote_reference", "code_block", "comment"]);

/** Nodes in pre-order. A node is a number; 0 is the document. */
class Tree {
  constructor(data, offsets, source) {
    const count = data.kind.length;
    this.count = count;
    const { title, dialect, lang, writer, evidence } = data;
    const seen = evidence.map(([name, times]) => `${name} × ${times}`).join(", ");
    // What is known of the document, as its values.
    this.facts = Object.entries({ title, dialect, lang, writer, evidence: seen }).filter(([, value]) => value);
    this.text = new PlainText(data.text, offsets);
    this.source = source;
    this.dialect = data.dialect;
    this.kinds = data.kinds;
    this.kind = Uint16Array.from(data.kind);
    this.depth = Uint16Array.from(data.depth);
    this.start = new Int32Array(count);
    this.end = new Int32Array(count); // -1 without a span
    this.parent = new Int32Array(count).fill(-1);
    this.after = new Int32Array(count).fill(count); // the first node that is not below it
    this.position = new Int32Array(count).fill(1); // among its siblings, from 1
    this.size = new Int32Array(count); // how many children it has
    this.keys = data.keys;
    this.values = new Map(data.values.map((row) => [row[0], row]));
    this.flagged = new Map(); // diagnostics by node
    const path = [];
    let point = 0;
    for (let i = 0; i < count; i++) {
      point += data.start[i];
      this.start[i] = offsets.unit(point);
      this.end[i] = data.size[i] < 0 ? -1 : offsets.unit(point + data.size[i]);
      const depth = this.depth[i];
      for (let above = path.length - 1; above >= depth; above--) this.after[path[above]] = i;
      path.length = depth;
      path.push(i);
      if (depth) {
        const parent = path[depth - 1];
        this.parent[i] = parent;
        this.position[i] = ++this.size[parent];
      }
    }
  }

  name(node) {
    return this.kinds[this.kind[node]];
  }

  /** The innermost node at an offset. */
  deepest(offset) {
    let node = countBelow(this.count, (i) => this.start[i] <= offset) - 1;
    while (node > 0 && this.end[node] <= offset) node = this.parent[node];
    return Math.max(node, 0);
  }

  /** The node that is nearest to a node of another tree: of its kind there, or around it. */
  nearest(other, node) {
    const [start, end] = other.span(node);
    let found = this.deepest(start);
    while (found > 0 && this.end[found] < end) found = this.parent[found];
    const kind = other.name(node);
    for (let i = found; i >= 0 && this.start[i] === start && this.end[i] === end; i = this.parent[i]) {
      if (this.name(i) === kind) return i;
    }
    return found;
  }

  /** Where a node is; of one that the source does not hold, where the one around it is. */
  span(node) {
    while (node > 0 && this.end[node] < 0) node = this.parent[node];
    return [this.start[node], Math.max(this.end[node], 0)];
  }

  hasSpan(node) {
    return this.end[node] >= 0;
  }

  ancestors(node) {
    const found = [];
    for (let i = this.parent[node]; i >= 0; i = this.parent[i]) found.push(i);
    return found;
  }

  /** Pairs of name and value. */
  valuesOf(node) {
    if (!node) return this.facts;
    const row = this.values.get(node);
    return row ? this.keys[row[1]].map((key, i) => [key, row[i + 2]]) : [];
  }

  /** The value that says most about a node, as its row shows it. */
  summary(node) {
    const name = this.name(node);
    if (name === "section" && this.size[node] && this.name(node + 1) === "heading") return this.summary(node + 1);
    const values = new Map(this.valuesOf(node));
    if (name === "heading") return values.get("text");
    let main = "";
    for (const key of ["title", "name", "url", "href", "tag", "identifier", "language", "value"]) {
      if ((values.get(key) ?? null) !== null) {
        main = plain(values.get(key));
        break;
      }
    }
    const space = values.get("namespace");
    if (space && space !== "Category") main = `${space}:${main}`;
    if (values.get("interwiki")) main = `${values.get("interwiki")}:${main}`;
    if (values.get("fragment")) main += `#${values.get("fragment")}`;
    return main;
  }

  /** The text that its row shows beside it: that of a reader where there is one, or the source. */
  excerpt(node, length = 120) {
    const name = this.name(node);
    if (!node || !this.hasSpan(node) || name === "section" || name === "heading") return "";
    if (new Map(this.valuesOf(node)).has("value")) return ""; // it is shown already
    const [start, end] = this.span(node);
    const shown = SOURCE_ALONE.has(name) ? null : this.text.range(start, end);
    return shown
      ? this.text.text.slice(shown[0], Math.min(shown[1], shown[0] + length))
      : this.source.slice(start, Math.min(end, start + length));
  }

  /** The nodes by kind: pairs of name and count, the most frequent first. */
  counts() {
    const counts = new Uint32Array(this.kinds.length);
    for (const kind of this.kind) counts[kind]++;
    return this.kinds.map((name, i) => [name, counts[i]]).sort((a, b) => b[1] - a[1]);
  }

  /** Which nodes are not in another tree, with the same kind and span. */
  differences(other) {
    const known = new Map();
    const key = (tree, i) => tree.start[i] * 2 ** 26 + tree.end[i]; // exact below 2 ** 53
    for (let i = 0; i < other.count; i++) {
      const name = other.name(i);
      if (!known.has(name)) known.set(name, new Set());
      known.get(name).add(key(other, i));
    }
    const differs = new Uint8Array(this.count);
    for (let i = 0; i < this.count; i++) differs[i] = known.get(this.name(i))?.has(key(this, i)) ? 0 : 1;
    return differs;
  }
}

/** Which nodes have one of some nodes below them. */
function around(tree, nodes) {
  const found = new Uint8Array(tree.count);
  for (let i = tree.count - 1; i > 0; i--) if (nodes[i] || found[i]) found[tree.parent[i]] = 1;
  return found;
}

/** The plain text of a page, tied to the source by stretches that are in both. */
class PlainText {
  constructor(data, offsets) {
    this.text = data.text;
    this.offsets = new Offsets(data.text, data.split);
    const count = data.stretches.length / 3;
    this.at = new Int32Array(count);
    this.from = new Int32Array(count);
    this.length = new Int32Array(count);
    for (let i = 0; i < count; i++) {
      const [text, source, length] = data.stretches.slice(3 * i, 3 * i + 3);
      this.at[i] = this.offsets.unit(text);
      this.from[i] = offsets.unit(source);
      this.length[i] = this.offsets.unit(text + length) - this.at[i];
    }
    this.mentions = [];
    for (let i = 0; i < data.mentions.length; i += 3) {
      const [start, end, node] = data.mentions.slice(i, i + 3);
      this.mentions.push([this.offsets.unit(start), this.offsets.unit(end), node]);
    }
  }

  /** The offset in the source of a character of the text; -1 of one that is not there. */
  toSource(offset) {
    const i = countBelow(this.at.length, (k) => this.at[k] <= offset) - 1;
    return i >= 0 && offset < this.at[i] + this.length[i] ? this.from[i] + offset - this.at[i] : -1;
  }

  /** The range of the text that comes from a range of the source, or null. */
  range(start, end) {
    const count = this.from.length;
    const first = countBelow(count, (k) => this.from[k] + this.length[k] <= start);
    const last = countBelow(count, (k) => this.from[k] < end) - 1;
    if (first > last) return null;
    return [
      this.at[first] + Math.max(0, start - this.from[first]),
      this.at[last] + Math.min(this.length[last], end - this.from[last]),
    ];
  }

  mention(offset) {
    const i = countBelow(this.mentions.length, (k) => this.mentions[k][0] <= offset) - 1;
    return i >= 0 && offset < this.mentions[i][1] ? this.mentions[i][2] : -1;
  }
}

/** A value in words. */
function plain(value) {
  if (value === null) return "none";
  if (Array.isArray(value)) return value.map((item) => (Array.isArray(item) ? item.join("=") : item)).join(" ");
  return String(value);
}

/** A text on one line, for people. */
function oneLine(text) {
  return text.trim().replace(/\s*[\n\r\u2028\u2029]\s*/g, " ⏎ ");
}

/** An element with a class and a text. All text of a page goes through here, and is never markup. */
function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}
