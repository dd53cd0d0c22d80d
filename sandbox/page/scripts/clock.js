/** The bar with the workspace's clock: what time it is there, what kind of day, and how to move on. */

import { longDate, nowOf, shortDate, timeOf, until, zoneName } from "./dates.js";
import { fill, h, icon, iconButton } from "./dom.js";
import { dayMark, marksAfter, nextDay } from "./marks.js";
import { openPopup } from "./popup.js";
import { upcoming } from "./upcoming.js";

const RATES = [[0, "Stop the clock"], [1, "As fast as real time"], [60, "A minute each second"], [600, "Ten minutes each second"]];
const TICK = 1000;
const FAST_TICK = 200;

/** Keeps the bar true; its hands move by themselves when the clock runs. */
export function mountClock(node, store, session) {
  const face = faceNode();
  const tools = toolNodes(session, store);
  node.append(face.node, h("div", { class: "clock-tools" }, tools.five, tools.mark, tools.day, tools.rates, tools.next));
  const show = () => {
    const { clock, workspace, marks } = store.state;
    node.classList.toggle("is-empty", !clock || !workspace);
    if (!clock || !workspace) return;
    const now = nowOf(clock);
    face.show(now, workspace.zone, marks);
    tools.show(now, clock.rate, marks);
  };
  store.on(["clock", "marks", "workspace"], show);
  let timer = 0;
  const tick = () => {
    if (store.state.clock?.rate) show();
    timer = setTimeout(tick, (store.state.clock?.rate ?? 0) > 1 ? FAST_TICK : TICK);
  };
  store.on(["clock"], () => {
    clearTimeout(timer);
    tick();
  });
  show();
}

function faceNode() {
  const time = h("span", { class: "clock-time" });
  const date = h("span", { class: "clock-date" });
  const short = h("span", { class: "clock-date-short", "aria-hidden": "true" });
  const kind = h("span", { class: "clock-kind" });
  const next = h("p", { class: "clock-next" });
  const words = h("div", { class: "clock-words" }, h("p", { class: "clock-day" }, date, short, kind), next);
  const write = (target, text) => {
    if (target.textContent !== text) target.textContent = text;
  };
  return {
    node: h("div", { class: "clock-face" }, time, words),
    show(now, zone, marks) {
      const day = dayMark(marks, now, zone);
      const [coming] = marksAfter(marks, now);
      write(time, timeOf(now, zone));
      write(date, longDate(now, zone));
      write(short, shortDate(now, zone));
      write(kind, day ? day.label : zoneName(now, zone));
      kind.title = day?.detail ?? zone;
      write(next, coming ? `Next: ${coming.label}, ${until(coming.at, now)}` : `Times are in ${zone}`);
    },
  };
}

function toolNodes(session, store) {
  const tool = (label, title, onclick) => h("button", { type: "button", class: "clock-button", title, onclick }, label);
  const five = tool("+5 min", "Move the clock five minutes on", () => session.moveClock({ advance: 300 }));
  const mark = tool("Next mark", "Move the clock to the next mark", () => session.moveClock({ to: "next_mark" }));
  const day = tool("Next school day", "Move the clock to the next school day", () => {
    const { clock, marks } = store.state;
    session.moveClock({ set: nextDay(marks, nowOf(clock)).iso });
  });
  const rates = RATES.map(([rate, title]) => {
    const button = tool(`${rate}×`, title, () => session.moveClock({ rate }));
    button.dataset.rate = rate;
    return button;
  });
  const next = h(
    "button",
    {
      type: "button", class: "clock-button",
      "aria-label": "What comes next", "aria-haspopup": "dialog", "aria-expanded": "false",
      onclick: () => openUpcoming(next, session, store),
    },
    icon("list"),
    h("span", { class: "clock-next-words" }, "What comes next"),
  );
  return {
    five, mark, day, next,
    rates: h("div", { class: "clock-rates", role: "group", "aria-label": "Speed of the clock" }, ...rates),
    show(now, rate, marks) {
      mark.disabled = marksAfter(marks, now).length === 0;
      day.disabled = !nextDay(marks, now);
      for (const button of rates) button.setAttribute("aria-pressed", String(Number(button.dataset.rate) === rate));
    },
  };
}

function openUpcoming(button, session, store) {
  const panel = h("div", { class: "popup upcoming sheet", popover: "auto", role: "dialog", "aria-label": "What comes next" });
  const { five, mark, day, rates, show } = toolNodes(session, store);
  const list = h("div", { class: "upcoming-list" });
  const close = iconButton("Close", "close", () => panel.hidePopover());
  const draw = () => {
    const { clock, workspace, marks } = store.state;
    if (!panel.isConnected || !clock || !workspace) return;
    const now = nowOf(clock);
    show(now, clock.rate, marks);
    fill(list, ...upcoming(marks, now, workspace.zone, (at) => session.moveClock({ set: at })));
  };
  panel.append(
    h("header", { class: "upcoming-head" }, h("h2", {}, "What comes next"), close),
    h("div", { class: "upcoming-tools" }, five, mark, day, rates),
    list,
  );
  // The clock and the marks may both change under an open list.
  const facts = () => [store.state.clock?.seq, store.state.marks];
  let drawn = facts();
  const timer = setInterval(() => {
    const now = facts();
    if (now.some((fact, index) => fact !== drawn[index])) draw();
    drawn = now;
  }, 150);
  openPopup(panel, button, () => clearInterval(timer));
  draw();
  close.focus();
}
