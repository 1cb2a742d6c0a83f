// Tabs: which one is chosen, what came meanwhile behind the others, arrow keys.

export function mark(tab, chosen, unseen) {
  tab.setAttribute("aria-selected", String(chosen));
  tab.tabIndex = chosen ? 0 : -1;
  const shown = tab.querySelector(".unseen");
  shown.hidden = !unseen;
  shown.textContent = unseen || "";
}

export function turned(row, show) {
  row.addEventListener("keydown", (event) => {
    const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!way) return;
    const step = getComputedStyle(row).direction === "rtl" ? -way : way;
    const tabs = [...row.querySelectorAll('[role="tab"]')];
    const next = tabs.at((tabs.indexOf(document.activeElement) + step) % tabs.length);
    show(next);
    next.focus();
  });
}
