/** Small panels over the page, beside what opened them; a tap elsewhere or Escape closes them. */

import { isNarrow } from "./dom.js";

const GAP = 4;
const MARGIN = 8;

/** Shows `panel` (popover="auto") beside `anchor`; it is removed when it closes, then `onClose` runs. */
export function openPopup(panel, anchor, onClose = () => {}) {
  anchor.after(panel);
  panel.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    anchor.setAttribute("aria-expanded", "false");
    const inside = panel.contains(document.activeElement) || document.activeElement === document.body;
    panel.remove();
    onClose();
    if (inside && anchor.isConnected) anchor.focus();
  });
  panel.showPopover();
  anchor.setAttribute("aria-expanded", "true");
  place(panel, anchor);
}

/** Puts a fixed panel under its anchor, or above it where there is more room. */
export function place(panel, anchor) {
  if (isNarrow() && panel.classList.contains("sheet")) return;
  const box = anchor.getBoundingClientRect();
  const below = innerHeight - box.bottom - GAP - MARGIN;
  const above = box.top - GAP - MARGIN;
  const wanted = panel.scrollHeight;
  const up = wanted > below && above > below;
  panel.style.maxHeight = `${Math.max(120, up ? above : below)}px`;
  panel.style.minWidth = `${Math.min(box.width, 512)}px`;
  const { width, height } = panel.getBoundingClientRect();
  const left = Math.min(box.left, innerWidth - width - MARGIN);
  panel.style.left = `${Math.max(MARGIN, left)}px`;
  panel.style.top = `${up ? box.top - GAP - height : box.bottom + GAP}px`;
}

/** Moves along `items` with the arrow keys, Home and End; returns the new index or null. */
export function stepTo(key, index, count) {
  const last = count - 1;
  const next = { ArrowDown: index >= last ? 0 : index + 1, ArrowUp: index <= 0 ? last : index - 1, Home: 0, End: last }[key];
  return next === undefined || count === 0 ? null : next;
}
