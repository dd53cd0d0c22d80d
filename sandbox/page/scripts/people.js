/** The person switcher: everybody whom one can play, one click each. */

import { avatar } from "./avatar.js";
import { h, reconcile } from "./dom.js";
import { routeLink } from "./route.js";
import { conversation, isAppDm } from "./store.js";

const KIND_WORDS = { guest: "guest", stranger: "from another organisation" };

/** People who can be played, in the order of the workspace. */
export function players(workspace) {
  return workspace.users.filter(({ kind, is_bot: bot }) => !bot && kind !== "bot" && kind !== "deleted");
}

const shortName = (name) => {
  const words = name.split(/\s+/);
  return /\.$/.test(words[0]) ? words.slice(0, 2).join(" ") : words[0];
};

/** Keeps the strip of people true. */
export function mountPeople(node, store) {
  const strip = h("div", { class: "people-strip" });
  node.append(h("p", { class: "people-title", "aria-hidden": "true" }, "Play as"), strip);
  store.on(["workspace", "route", "waiting"], (state) => {
    const { workspace, route, waiting } = state;
    const users = workspace ? players(workspace) : [];
    // Who is played changes, the place stays; everybody has their own messages with the app.
    const place = workspace && isAppDm(workspace, conversation(state)) ? "app" : route.place;
    const facts = (user) => ({ place, current: user.id === route.person, unread: waiting[user.id] ?? 0 });
    reconcile(strip, users, {
      key: ({ id }) => id,
      signature: (user) => JSON.stringify([user, facts(user)]),
      build: (user) => personLink(user, facts(user)),
    });
  });
}

function badge(unread) {
  return h("span", { class: "badge person-badge", "aria-hidden": "true", dataset: { text: unread > 9 ? "9+" : String(unread) } });
}

function personLink(user, { place, current, unread }) {
  const title = [user.title, KIND_WORDS[user.kind]].filter(Boolean).join(", ");
  return h(
    "a",
    {
      class: "person",
      href: routeLink({ person: user.id, place }),
      title: title ? `${user.real_name} · ${title}` : user.real_name,
      "aria-current": current ? "true" : null,
      dataset: { focus: `person:${user.id}`, person: user.id },
    },
    h("span", { class: "unseen" }, "Play"),
    h("span", { class: "person-face" }, avatar(user), unread && !current ? badge(unread) : null),
    h("span", { class: "person-name" }, shortName(user.real_name)),
    h("span", { class: "person-title" }, user.title ?? ""),
    unread ? h("span", { class: "unseen" }, `${unread} unread`) : null,
  );
}
