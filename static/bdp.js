// What pages do beside being read: suggestions while typing, and copying. Without it nothing is lost.
"use strict";

function copying(button) {
  const text = document.getElementById(button.dataset.copy);
  const label = button.firstChild;
  const named = label.data;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent.trim());
      label.data = "Copied";
    } catch {
      getSelection().selectAllChildren(text);
      label.data = "Press Ctrl+C";
    }
    setTimeout(() => { label.data = named; }, 2000);
  });
}

function suggesting(input) {
  const list = document.getElementById(input.dataset.suggest);
  let asked = 0;
  let timer = 0;
  let chosen = -1;

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  const shown = (open) => {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) choose(-1);
  };

  function choose(number) {
    chosen = number;
    [...list.children].forEach((each, at) => each.setAttribute("aria-selected", String(at === number)));
    if (number < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", list.children[number].id);
  }

  function option(hit, number) {
    const link = document.createElement("a");
    const address = hit.kind === "organization" ? hit.slug : `${hit.organization}/${hit.slug}`;
    const where = document.createElement("span");
    link.id = `${list.id}-${number}`;
    link.href = `/${address}`;
    link.tabIndex = -1;
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", "false");
    link.textContent = hit.name;
    where.textContent = address;
    link.append(where);
    return link;
  }

  async function suggest() {
    const turn = ++asked;
    const text = input.value.trim();
    if (text.length < 2) { shown(false); return; }
    try {
      const answer = await fetch(`/api/v1/search/suggestions?limit=7&q=${encodeURIComponent(text)}`);
      const hits = answer.ok ? (await answer.json()).results : [];
      if (turn !== asked || document.activeElement !== input) return;
      list.replaceChildren(...hits.map(option));
      shown(hits.length > 0);
    } catch {
      shown(false);
    }
  }

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(suggest, 150); });
  input.addEventListener("blur", () => { asked++; setTimeout(() => shown(false), 200); });
  input.addEventListener("keydown", (event) => {
    const count = list.hidden ? 0 : list.children.length;
    if (event.key === "Escape" && count) { event.preventDefault(); shown(false); }
    if (!count) return;
    if (event.key === "ArrowDown") { event.preventDefault(); choose((chosen + 1) % count); }
    if (event.key === "ArrowUp") { event.preventDefault(); choose(chosen > 0 ? chosen - 1 : count - 1); }
    if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); list.children[chosen].click(); }
  });
}

document.querySelectorAll("[data-copy]").forEach(copying);
document.querySelectorAll("[data-suggest]").forEach(suggesting);
