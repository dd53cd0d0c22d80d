/** Short notices that come and go: what went wrong and what to do about it. */

import { h, icon, iconButton } from "./dom.js";

const SHOWN_FOR = 9000;
const REPEAT_WITHIN = 2500;
const recent = new Map();

// The page behind an open dialog is inert, so a notice stands in the topmost one.
function host() {
  const region = document.getElementById("notices");
  const dialogs = document.querySelectorAll("dialog[open]");
  const wanted = dialogs.length ? dialogs[dialogs.length - 1] : document.body;
  if (region.parentElement !== wanted) wanted.append(region);
  return region;
}

/** Shows a notice; the same words within a moment are shown once. */
export function notice(text, kind = "warning") {
  const now = performance.now();
  if (now - (recent.get(text) ?? -REPEAT_WITHIN) < REPEAT_WITHIN) return;
  recent.set(text, now);
  const node = h(
    "div",
    { class: `notice notice-${kind}`, role: kind === "warning" ? "alert" : "status", dataset: { testid: "notice" } },
    icon(kind === "warning" ? "alert" : "check"),
    h("p", {}, text),
    iconButton("Dismiss", "close", () => node.remove()),
  );
  host().append(node);
  setTimeout(() => node.remove(), SHOWN_FOR);
}

/** Moves the notices out of a dialog that is about to close. */
export function freeNotices(dialog) {
  const region = document.getElementById("notices");
  if (dialog.contains(region)) document.body.append(region);
}
