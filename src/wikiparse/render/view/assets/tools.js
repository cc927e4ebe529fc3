// Tabs, buttons, the divider and the keys; the start of it all.

function selectTab(name) {
  for (const tab of document.querySelectorAll("[role=tab]")) {
    const isIt = tab.id === `tab-${name}`;
    tab.setAttribute("aria-selected", isIt);
    tab.tabIndex = isIt ? 0 : -1;
    $(tab.getAttribute("aria-controls")).hidden = !isIt;
  }
  if (name === "text") openText();
  if (name === "problems") openProblems();
  sourcePane.repaintSoon();
  textPane?.repaintSoon();
}

function bindTools() {
  const tabs = [...document.querySelectorAll("[role=tab]")];
  for (const tab of tabs) {
    tab.addEventListener("click", () => {
      selectTab(tab.id.slice(4));
      showSpan(chosen.pane.tree, chosen.node || -1);
    });
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
      next.focus();
      next.click();
    });
  }
  let later = 0;
  $("filter").addEventListener("input", () => {
    clearTimeout(later);
    later = setTimeout(() => {
      wanted.text = $("filter").value;
      filter();
    }, 120);
  });
  $("filter").addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === "ArrowDown") panes[0].element.focus();
  });
  $("kinds").addEventListener("click", () => {
    const isShut = $("kind-list").hidden;
    $("kind-list").hidden = !isShut;
    $("kinds").setAttribute("aria-expanded", isShut);
  });
  $("differences").hidden = trees.length < 2;
  $("differences").addEventListener("click", () => {
    wanted.differences = !wanted.differences;
    filter();
  });
  $("fold").addEventListener("click", () => panes.forEach((pane) => pane.openTo(1)));
  $("unfold").addEventListener("click", () => panes.forEach((pane) => pane.openMore()));
  $("theme").addEventListener("click", switchTheme);
  $("ask").addEventListener("click", () => $("help").showModal());
  bindDivider();
  addEventListener("keydown", onKey);
  addEventListener("resize", () => panes.forEach((pane) => pane.resize()));
}

function onKey(event) {
  const isWriting = event.target === $("filter");
  if (event.key === "F8") showProblem(event.shiftKey ? Math.max(current, 0) - 1 : current + 1);
  else if (event.key === "Escape" && !$("help").open && (isWriting || wanted.text || wanted.kinds.size || wanted.differences)) {
    $("filter").value = wanted.text = "";
    wanted.kinds.clear();
    wanted.differences = false;
    filter();
    panes[0].element.focus();
  } else if (isWriting || event.ctrlKey || event.metaKey || event.altKey) return;
  else if (event.key === "/") $("filter").focus();
  else if (event.key === "?") $("help").showModal();
  else return;
  event.preventDefault();
}

function switchTheme() {
  const root = document.documentElement;
  const isDark = root.dataset.theme
    ? root.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = isDark ? "light" : "dark";
}

function bindDivider() {
  const divider = $("divider");
  const main = divider.parentElement;
  const isStacked = () => getComputedStyle(main).flexDirection === "column";
  const set = (share) => main.style.setProperty("--share", Math.min(85, Math.max(15, share)) + "%");
  const move = (event) => {
    const box = main.getBoundingClientRect();
    const share = isStacked() ? (event.clientY - box.top) / box.height : (event.clientX - box.left) / box.width;
    set(share * 100);
  };
  divider.addEventListener("pointerdown", (event) => {
    divider.setPointerCapture(event.pointerId);
    divider.addEventListener("pointermove", move);
    event.preventDefault();
  });
  divider.addEventListener("pointerup", () => divider.removeEventListener("pointermove", move));
  divider.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -4, ArrowUp: -4, ArrowRight: 4, ArrowDown: 4 }[event.key];
    if (step) set((parseFloat(main.style.getPropertyValue("--share")) || 46) + step);
  });
}

start();
