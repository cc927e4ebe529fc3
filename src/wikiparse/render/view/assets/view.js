// The page: panes that light up each other, filters, diagnostics, keys.

const $ = (id) => document.getElementById(id);
const data = JSON.parse($("data").textContent);
$("data").remove();

const source = data.source;
const offsets = new Offsets(source, data.split);
const trees = data.views.map((view) => new Tree(view, offsets, source));
const { text } = trees[0];
const problems = findProblems();

const chosen = { pane: null, node: 0 };
let panes = [];
let sourcePane;
let textPane;
let dwell = 0;

function start() {
  for (const [i, tree] of trees.entries()) panes.push(treePane(tree, i));
  panes.forEach((pane, i) => {
    const flagged = new Uint8Array(pane.tree.count);
    for (const node of pane.tree.flagged.keys()) flagged[node] = 1;
    pane.flaggedBelow = around(pane.tree, flagged);
    const other = panes[i === 0 ? 1 : 0];
    if (!other) return;
    pane.differs = pane.tree.differences(other.tree);
    pane.differsBelow = around(pane.tree, pane.differs);
  });
  const levels = Math.min(...panes.map((pane) => pane.fewLevels()));
  for (const pane of panes) pane.openTo(levels);
  chosen.pane = panes[0];
  if (data.views[0].lang) for (const id of ["source", "text", "trees", "title"]) $(id).lang = data.views[0].lang;
  sourcePane = new TextPane($("source"), source);
  sourcePane.painters.push(syntax);
  for (const severity of ["info", "warning", "error"]) {
    sourcePane.ranges.set(severity, problems.filter((found) => found.severity === severity && found.end > 0).map(visible));
  }
  listen($("source"), () => sourcePane, (offset) => trees[0].deepest(offset));
  writeHead();
  $("tab-problems").append(make("span", "count", problems.length.toLocaleString("en")));
  writeKinds();
  bindTools();
  choose(panes[0], 0, false);
}

// --- panes

function treePane(tree, i) {
  const box = make("div", "tree-box");
  const label = make("div", "label", tree.dialect);
  const element = make("div", "pane tree");
  element.id = `tree-${i}`;
  element.tabIndex = 0;
  element.setAttribute("role", "tree");
  element.setAttribute("aria-label", `Tree of ${tree.dialect}`);
  if (trees.length > 1) box.append(label);
  box.append(element);
  $("trees").append(box);
  return new TreePane(element, tree, { light, choose });
}

/** The pane of the plain text is made when it is first looked at. */
function openText() {
  if (textPane) return;
  textPane = new TextPane($("text"), text.text);
  textPane.ranges.set("mention", text.mentions.map(([from, to]) => [from, to]));
  textPane.painters.push(headings);
  listen($("text"), () => textPane, (offset) => {
    const link = text.mention(offset);
    const there = text.toSource(offset);
    return link > 0 || there < 0 ? link : trees[0].deepest(there);
  });
  paintNode("chosen", chosen.pane.tree, chosen.node);
}

/** The parts of the source by the groups of their nodes; not the trees of the others. */
function* syntax(from, to) {
  const tree = trees[0];
  let node = tree.deepest(from);
  for (const above of tree.ancestors(node)) if (above) yield* colored(tree, above);
  let count = 0;
  for (; node < tree.count && tree.start[node] < to && count < 3000; node++, count++) yield* colored(tree, node);
}

/** The headings in the plain text. */
function* headings(from, to) {
  const tree = trees[0];
  const kind = tree.kinds.indexOf("heading");
  if (!headings.all) {
    const nodes = kind < 0 ? [] : Array.from(tree.kind.keys()).filter((i) => tree.kind[i] === kind && tree.hasSpan(i));
    headings.all = nodes.map((i) => text.range(...tree.span(i))).filter(Boolean);
  }
  const first = countBelow(headings.all.length, (i) => headings.all[i][1] <= from);
  for (const range of headings.all.slice(first, first + 1000)) {
    if (range[0] >= to) return;
    yield ["title", ...range];
  }
}

const COLORED = new Set(["link", "brace", "footnote", "code", "comment", "meta", "html", "media"]);

function* colored(tree, node) {
  const name = tree.name(node);
  if (name === "heading") yield ["heading", tree.start[node], tree.end[node]];
  const group = groupOf(name);
  if (!COLORED.has(group) || name === "footnote_list" || name === "template_argument") return;
  if (!tree.hasSpan(node)) return;
  // A node that holds others shows their colors: its own are at its ends.
  const first = node + 1 < tree.after[node] && group !== "link" ? node + 1 : 0;
  if (!first || !tree.hasSpan(first) || group === "footnote") yield [group, tree.start[node], tree.end[node]];
  else {
    yield [group, tree.start[node], tree.start[first]];
    if (source.endsWith("}}", tree.end[node])) yield [group, tree.end[node] - 2, tree.end[node]];
  }
}

// --- lighting and choosing

/** Light a node of a pane's tree everywhere; `from` is the element that is pointed at. */
function light(pane, node, from = pane?.element) {
  clearTimeout(dwell);
  for (const other of panes) {
    const there = node < 0 || other === pane ? node : other.tree.nearest(pane.tree, node);
    other.light(there, other.element !== from && node >= 0);
  }
  paintNode("lit", pane.tree, node);
  if (node < 0) return writeDetails(chosen.pane.tree, chosen.node);
  // The pointer may be on its way: what it only passes moves no text.
  if (from === pane.element && node > 0) dwell = setTimeout(() => showSpan(pane.tree, node), 250);
  writeDetails(pane.tree, node);
}

function choose(pane, node, isShown = true) {
  chosen.pane = pane;
  chosen.node = node;
  for (const other of panes) {
    const there = other === pane ? node : other.tree.nearest(pane.tree, node);
    other.choose(there, other !== pane || isShown);
  }
  paintNode("chosen", pane.tree, node);
  if (isShown) showSpan(pane.tree, node);
  writeDetails(pane.tree, node);
}

function paintNode(name, tree, node) {
  // The whole page is no part to be pointed out.
  const span = node > 0 ? tree.span(node) : null;
  sourcePane.show(name, span ? [span] : []);
  const range = span && text.range(...span);
  textPane?.show(name, range ? [range] : []);
}

function showSpan(tree, node) {
  if (node < 0) return;
  const span = tree.span(node);
  if (!$("source").hidden) sourcePane.reveal(...span);
  const range = text.range(...span);
  if (textPane && range && !$("text").hidden) textPane.reveal(...range);
}

/** Events of a pane of text, by delegation; `nodeAt` says which node is at an offset of it. */
function listen(element, pane, nodeAt) {
  let waiting = 0;
  const at = (event) => {
    const offset = pane().offsetAt(event.clientX, event.clientY);
    return offset < 0 ? -1 : nodeAt(offset);
  };
  element.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch" || waiting) return;
    waiting = requestAnimationFrame(() => {
      waiting = 0;
      light(panes[0], at(event), element);
    });
  });
  element.addEventListener("pointerleave", () => {
    cancelAnimationFrame(waiting);
    waiting = 0;
    light(panes[0], -1, element);
  });
  element.addEventListener("click", (event) => {
    if (!getSelection().isCollapsed) return; // a text is being selected
    const node = at(event);
    if (node >= 0) choose(panes[0], node);
  });
  element.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const step = { ArrowRight: [1, false], ArrowLeft: [-1, false], ArrowDown: [1, true], ArrowUp: [-1, true] }[event.key];
    if (step) move(...step);
    else if (event.key === "Enter") chosen.pane.element.focus();
    else return;
    event.preventDefault();
  });
}

/** Choose the innermost node before or after the chosen one, on the same line or another. */
function move(step, isOtherLine) {
  const { tree } = chosen.pane;
  const [, line] = sourcePane.lineOf(tree.span(chosen.node)[0]);
  for (let node = chosen.node + step; node > 0 && node < tree.count; node += step) {
    if (tree.size[node] || !tree.hasSpan(node)) continue;
    if (isOtherLine && sourcePane.lineOf(tree.start[node])[1] === line) continue;
    return choose(chosen.pane, node);
  }
}

// --- what is known of a node

function writeDetails(tree, node) {
  const path = make("p", "path");
  for (const above of [...tree.ancestors(node).reverse(), node]) {
    const button = make("button", `kind ${groupOf(tree.name(above))}`, tree.name(above));
    button.type = "button";
    button.addEventListener("click", () => choose(panes.find((pane) => pane.tree === tree), above));
    path.append(button);
  }
  const list = make("dl");
  const add = (name, value) => list.append(make("dt", "", name), make("dd", "", value || "“”"));
  if (tree.hasSpan(node)) {
    const [from, to] = tree.span(node);
    const point = offsets.point(from);
    const [line, begin] = sourcePane.lineOf(from);
    add("span", `${point}:${offsets.point(to)}  line ${line}, column ${point - offsets.point(begin) + 1}`);
  }
  for (const [name, value] of tree.valuesOf(node)) add(name, plain(value));
  if (tree.size[node]) add("children", String(tree.size[node]));
  const found = tree.flagged.get(node) ?? [];
  for (const problem of found.slice(0, 5)) add(problem.severity, `${problem.code}: ${problem.message}`);
  $("details").replaceChildren(path, list);
}

function writeHead() {
  const [view] = data.views;
  $("title").textContent = document.title;
  const tree = trees[0];
  const facts = [
    data.views.map((shown) => shown.dialect).join(" | "),
    view.lang,
    view.writer,
    `${offsets.point(source.length).toLocaleString("en")} characters`,
    `${tree.count.toLocaleString("en")} nodes`,
  ];
  for (const fact of facts.filter(Boolean)) $("facts").append(make("span", "", fact));
}
