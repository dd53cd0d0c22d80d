/** The tour for newcomers: the seed's cards, one at a time, beside what they speak of. */

import { textContext } from "./blocks.js";
import { writeInComposer } from "./composer.js";
import { nowOf } from "./dates.js";
import { fill, h, iconButton, isNarrow } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";

const CLOSED = "closed";

// Where nothing can be kept the tour begins anew, which does no harm.
function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(key, value) {
  try {
    localStorage.setItem(key, String(value));
  } catch {
    // The same.
  }
}

class Tour {
  #step = null;

  constructor(store, session) {
    Object.assign(this, { store, session });
    this.node = h("section", { class: "tour", "aria-label": "Tour", dataset: { testid: "tour" }, hidden: true });
  }

  get #key() {
    return `tour:${this.store.state.workspace.team.id}`;
  }

  get #cards() {
    return this.store.state.workspace?.tour ?? [];
  }

  /** Opens where it was left, unless it was closed. */
  open() {
    if (!this.#cards.length) return this.#hide();
    const kept = recall(this.#key);
    if (kept === CLOSED) return this.#hide();
    const step = Math.min(Number.parseInt(kept ?? "0", 10) || 0, this.#cards.length - 1);
    return step === this.#step ? undefined : this.#show(step);
  }

  /** Begins at the first card, asked for. */
  restart() {
    this.#show(0);
    this.node.querySelector("h2").focus();
  }

  #hide() {
    this.#step = null;
    this.node.hidden = true;
  }

  #close() {
    remember(this.#key, CLOSED);
    this.#hide();
    document.querySelector("#main .composer-field, .help-button")?.focus();
  }

  #show(step) {
    const card = this.#cards[step];
    this.#step = step;
    remember(this.#key, step);
    this.node.hidden = false;
    const last = step === this.#cards.length - 1;
    const button = (label, onclick, style = "") => h("button", { type: "button", class: `button ${style}`, onclick }, label);
    fill(this.node,
      h("header", { class: "tour-head" },
        h("span", { class: "tour-count" }, `Tour · ${step + 1} of ${this.#cards.length}`),
        iconButton("Leave the tour", "close", () => this.#close())),
      h("h2", { class: "tour-title", tabindex: "-1" }, card.title),
      h("div", { class: "tour-text text" }, ...mrkdwn(card.text, this.#context())),
      card.do ? button(card.do.label, () => this.#do(card.do), "button-primary tour-do") : null,
      h("div", { class: "tour-steps" },
        step ? button("Back", () => this.#turn(step - 1)) : null,
        last ? button("Finish", () => this.#close()) : button("Next card", () => this.#turn(step + 1))));
  }

  #turn(step) {
    this.#show(step);
    this.node.querySelector("h2").focus();
  }

  #context() {
    return textContext(this.store.state, () => nowOf(this.store.state.clock));
  }

  async #do({ as, place, clock, write }) {
    const { route } = this.store.state;
    this.store.set({ drawer: false });
    if (as || place) await this.session.visit({ person: as ?? route.person, place: place ?? route.place, thread: null });
    if (clock && !this.#isPast(clock)) await this.session.moveClock(clock);
    // The box of another person's conversation stands only after the page was drawn.
    if (write) requestAnimationFrame(() => writeInComposer(write));
  }

  #isPast({ set }) {
    return Boolean(set) && Date.parse(set) <= nowOf(this.store.state.clock);
  }
}

/** Puts the tour where it covers nothing: under the conversations, on a phone over the page. */
export function mountTour(sidebar, shell, store, session) {
  const tour = new Tour(store, session);
  const settle = () => (isNarrow() ? shell.before(tour.node) : sidebar.append(tour.node));
  matchMedia("(max-width: 760px)").addEventListener("change", settle);
  settle();
  store.on(["workspace"], ({ workspace }) => {
    if (workspace) tour.open();
  });
  return tour;
}
