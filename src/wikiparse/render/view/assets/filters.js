// Diagnostics, and the filters of the trees.

const PROBLEMS = 500; // in the list at most
const MATCHES = 20_000; // of a filter's text at most

function findProblems() {
  const all = data.views.flatMap((view, i) =>
    view.diagnostics.map(([code, severity, message, from, to]) => {
      const tree = trees[i];
      const start = from < 0 ? 0 : offsets.unit(from);
      const end = from < 0 ? -1 : offsets.unit(to);
      let node = end < 0 ? 0 : tree.deepest(start);
      while (node > 0 && tree.end[node] < end) node = tree.parent[node];
      const found = { code, severity, message, start, end, node, tree, view: i };
      if (tree.flagged.has(node)) tree.flagged.get(node).push(found);
      else tree.flagged.set(node, [found]);
      return found;
    }),
  );
  return all.sort((a, b) => a.start - b.start);
}

/** Where a diagnostic is underlined: one character at least. */
function visible(problem) {
  return [problem.start, Math.max(problem.end, problem.start + 1)];
}

/** The list is made when it is first looked at. */
function openProblems() {
  if ($("problems").firstChild) return;
  const list = make("ol");
  for (const [i, problem] of problems.slice(0, PROBLEMS).entries()) {
    const item = make("li");
    const button = make("button", "problem");
    button.type = "button";
    button.dataset.problem = i;
    const [line, begin] = sourcePane.lineOf(problem.start);
    const where = problem.end < 0 ? "" : `${line}:${offsets.point(problem.start) - offsets.point(begin) + 1}`;
    button.append(
      make("span", `severity ${problem.severity}`, problem.severity),
      make("b", "", problem.code),
      make("span", "where", [trees.length > 1 ? problem.tree.dialect : "", where].filter(Boolean).join(" ")),
      make("span", "message", problem.message),
    );
    if (problem.end > 0) button.append(make("bdi", "excerpt", oneLine(source.slice(problem.start, problem.start + 100))));
    item.append(button);
    list.append(item);
  }
  const rest = problems.length - PROBLEMS;
  $("problems").append(problems.length ? list : make("p", "empty", "No diagnostics: nothing in this page is in doubt."));
  if (rest > 0) $("problems").append(make("p", "empty", `… and ${rest.toLocaleString("en")} more`));
  $("problems").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) showProblem(Number(button.dataset.problem));
  });
}

let current = -1;

function showProblem(i) {
  if (!problems.length) return;
  current = (i + problems.length) % problems.length;
  const problem = problems[current];
  selectTab("source");
  choose(panes[problem.view], problem.node);
  if (problem.end >= 0) {
    sourcePane.show("chosen", [visible(problem)]);
    sourcePane.reveal(...visible(problem));
  }
}

// --- filters

const wanted = { kinds: new Set(), text: "", differences: false };

function writeKinds() {
  const counts = new Map();
  trees.forEach((tree, i) => {
    for (const [name, count] of tree.counts()) {
      if (!counts.has(name)) counts.set(name, trees.map(() => 0));
      counts.get(name)[i] = count;
    }
  });
  for (const [name, count] of counts) {
    const button = make("button", "chip");
    button.type = "button";
    button.dataset.kind = name;
    button.setAttribute("aria-pressed", "false");
    button.append(make("span", `kind ${groupOf(name)}`, name), make("span", "count", count.join(" | ")));
    $("kind-list").append(button);
  }
  $("kind-list").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const { kind } = button.dataset;
    if (!wanted.kinds.delete(kind)) wanted.kinds.add(kind);
    filter();
  });
}

/** Where the filter's text is in the source, and which nodes hold it. */
function search(pattern) {
  const found = [];
  for (const match of source.matchAll(pattern)) {
    found.push([match.index, match.index + match[0].length]);
    if (found.length >= MATCHES) break;
  }
  return found;
}

function filter() {
  const { kinds, differences } = wanted;
  const isOn = kinds.size || wanted.text || differences;
  let places = [];
  if (wanted.text) {
    const pattern = new RegExp(wanted.text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"), "giu");
    places = search(pattern);
  }
  let total = 0;
  for (const pane of panes) {
    pane.setFilter(isOn ? matches(pane, places) : null);
    if (pane.filter) for (const state of pane.filter) total += state & FOUND;
  }
  sourcePane.show("found", places);
  $("found").textContent = isOn ? `${total.toLocaleString("en")} node${total === 1 ? "" : "s"}` : "";
  for (const chip of $("kind-list").children) chip.setAttribute("aria-pressed", kinds.has(chip.dataset.kind));
  $("kinds").replaceChildren("Kinds", ...(kinds.size ? [make("span", "count", String(kinds.size))] : []));
  $("differences").setAttribute("aria-pressed", differences);
  if (places.length) sourcePane.reveal(...places[0]);
}

function matches({ tree, differs }, places) {
  const found = new Uint8Array(tree.count);
  if (!wanted.text) found.fill(1);
  else {
    for (const [from, to] of places) {
      let node = tree.deepest(from);
      while (node > 0 && tree.end[node] < to) node = tree.parent[node];
      // With kinds asked for, a node of one counts if the text is anywhere in it.
      for (; node >= 0 && !found[node]; node = wanted.kinds.size ? tree.parent[node] : -1) found[node] = 1;
    }
    const low = wanted.text.toLowerCase();
    for (const [node, row] of tree.values) {
      if (!found[node] && plain(row.slice(2)).toLowerCase().includes(low)) found[node] = 1;
    }
  }
  for (let i = 0; i < tree.count; i++) {
    if (wanted.kinds.size && !wanted.kinds.has(tree.name(i))) found[i] = 0;
    if (wanted.differences && !differs[i]) found[i] = 0;
  }
  return found;
}
