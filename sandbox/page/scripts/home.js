/** The app's Home tab. */

import { showBlocks, textContext } from "./blocks.js";
import { nowOf } from "./dates.js";
import { fill, h } from "./dom.js";
import { Forms } from "./forms.js";

export class Home {
  #forms = new Forms();

  constructor(store, session) {
    Object.assign(this, { store, session });
    this.blocks = h("div", { class: "home-blocks" });
    this.node = h("div", { class: "home", dataset: { testid: "home" } });
  }

  /** Draws what the app has published for this person. */
  show(state) {
    const view = state.home;
    if (!view) return fill(this.node, empty(state));
    if (!this.blocks.isConnected) fill(this.node, this.blocks);
    return showBlocks(this.blocks, view.blocks, this.#context(state, view));
  }

  #context(state, view) {
    const forms = this.#forms;
    return {
      ...textContext(state, () => nowOf(state.clock)),
      scope: "home",
      valueOf: (block, action) => forms.valueOf(view, block, action),
      keep: (block, action, value) => forms.keep(view.id, block, action, value),
      act: (action) => this.session.actOnView(view.id, action, forms.takeUnsent(view.id, action)),
      suggest: (ids, text) => this.session.suggest({ view_id: view.id }, ids, text),
    };
  }
}

function empty({ home, workspace }) {
  if (home === undefined) return h("p", { class: "empty" }, "Opening…");
  return h(
    "div",
    { class: "empty" },
    h("p", { class: "empty-title" }, `${workspace.app.name} has not drawn its Home yet.`),
    h("p", {}, "It does so when it is running and connected. Start the bot; this page follows by itself."),
  );
}
