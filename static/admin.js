// Names the choices that complete what is typed: select2 leaves its boxes without a label.
"use strict";
function nameChoices(within) {
  for (const select of within.querySelectorAll("select.admin-autocomplete")) {
    const label = document.querySelector(`label[for="${select.id}"]`);
    const name = label ? label.textContent.replace(/:\s*$/, "").trim() : select.name.split("-").pop();
    const box = select.parentElement.querySelector(".select2-selection");
    if (!box) continue;
    for (const part of [box, box.querySelector(".select2-selection__rendered")]) {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", name);
    }
  }
}
nameChoices(document);
new MutationObserver(() => nameChoices(document)).observe(document.body, { childList: true, subtree: true });
