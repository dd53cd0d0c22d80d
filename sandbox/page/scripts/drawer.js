/** On a phone the people and conversations stand in a drawer over the page. */

import { isNarrow } from "./dom.js";

/** Opens and closes the drawer; what is behind it cannot be reached meanwhile. */
export function mountDrawer(drawer, veil, store) {
  const close = () => store.set({ drawer: false });
  veil.addEventListener("click", close);
  document.addEventListener("keydown", ({ key, target }) => {
    if (key === "Escape" && !target.closest("dialog, [popover]")) close();
  });
  drawer.addEventListener("click", ({ target }) => {
    if (target.closest(".sidebar-item")) close();
  });
  const show = ({ drawer: open }) => {
    const over = open && isNarrow();
    const was = drawer.classList.contains("is-open");
    drawer.classList.toggle("is-open", over);
    drawer.inert = isNarrow() && !over;
    veil.hidden = !over;
    for (const part of document.querySelectorAll("#main, #thread, #clock, body > .tour")) part.inert = over;
    if (over && !was) drawer.querySelector("[aria-current]")?.focus();
    if (!over && was) document.querySelector(".drawer-button")?.focus();
  };
  store.on(["drawer"], show);
  matchMedia("(max-width: 760px)").addEventListener("change", () => show(store.state));
  show(store.state);
}
