/** The list of conversations: channels, direct messages, the app. */

import { avatar } from "./avatar.js";
import { choosePeople } from "./dialog.js";
import { h, icon, iconButton, reconcile } from "./dom.js";
import { players } from "./people.js";
import { routeLink } from "./route.js";
import { isAppDm } from "./store.js";

/** Keeps the list true. */
export function mountSidebar(node, store, session, help) {
  const name = h("p", { class: "team-name" });
  const me = h("p", { class: "team-me" });
  const list = h("div", { class: "sidebar-list" });
  node.append(h("header", { class: "sidebar-head" }, h("div", { class: "place-words" }, name, me), help), list);
  store.on(["workspace", "route"], ({ workspace, route }) => {
    const person = workspace?.users.find(({ id }) => id === route.person);
    name.textContent = workspace?.team.name ?? "Sandbox";
    me.textContent = person ? `You are ${person.real_name}` : "";
    const compose = () => writeTo(workspace, route, session);
    reconcile(list, workspace ? sections(workspace) : [], {
      key: ({ title }) => title,
      signature: (section) => JSON.stringify([section, route.place, route.person]),
      build: (section) => sectionNode(section, route, workspace, compose),
    });
  });
}

/** The sections in order, each with its entries; an empty one says what would stand there. */
function sections(workspace) {
  const { app, conversations } = workspace;
  const live = conversations.filter(({ is_archived: gone }) => !gone);
  const channels = live.filter(({ kind }) => kind === "channel").sort((one, other) => one.name.localeCompare(other.name));
  const direct = live.filter((one) => one.kind !== "channel" && !isAppDm(workspace, one));
  const dm = live.find((one) => isAppDm(workspace, one));
  const archived = conversations.filter(({ is_archived: gone }) => gone);
  return [
    { title: "Channels", entries: channels.map(entry), empty: "You are in no channel." },
    { title: "Direct messages", entries: direct.map(entry), empty: "Nobody has written to you yet.", canAdd: true },
    { title: "Apps", entries: [appEntry(app, dm)] },
    ...(archived.length ? [{ title: "Archived", entries: archived.map(entry) }] : []),
  ];
}

const entry = ({ id, name, kind, is_private: hidden, unread, members }) => ({ id, name, kind, hidden, unread, members });

// The app opens at its Home, or at its messages where some are waiting.
function appEntry({ name }, dm) {
  const unread = dm?.unread ?? 0;
  return { id: unread ? dm.id : "home", also: dm?.id, name, kind: "app", unread };
}

function sectionNode({ title, entries, empty, canAdd }, route, workspace, compose) {
  const items = entries.map((one) => h("li", {}, itemLink(one, route, workspace)));
  const add = iconButton("New message", "plus", compose, { focus: "new-message" });
  return h(
    "section",
    { class: "sidebar-section", "aria-label": title },
    h("div", { class: "sidebar-title" }, h("h2", {}, title), canAdd ? add : null),
    items.length ? h("ul", {}, ...items) : h("p", { class: "sidebar-empty" }, empty),
  );
}

function itemLink(one, route, workspace) {
  const current = one.id === route.place || (one.also && one.also === route.place);
  const unread = current ? 0 : one.unread;
  return h(
    "a",
    {
      class: unread ? "sidebar-item is-unread" : "sidebar-item",
      href: routeLink({ person: route.person, place: one.id }),
      "aria-current": current ? "page" : null,
      dataset: { testid: "sidebar-item", focus: `place:${one.also ?? one.id}`, place: one.also ?? one.id },
    },
    h("span", { class: "sidebar-sign" }, signOf(one, route, workspace)),
    h("span", { class: "sidebar-name" }, one.name),
    unread ? h("span", { class: "badge" }, String(unread), h("span", { class: "unseen" }, " unread")) : null,
  );
}

function signOf(one, route, workspace) {
  if (one.kind === "channel") return one.hidden ? icon("lock") : h("span", { "aria-hidden": "true" }, "#");
  if (one.kind === "app") return appFace(workspace);
  const others = workspace.users.filter(({ id }) => id !== route.person && one.members.includes(id));
  if (one.kind === "mpim") return h("span", { class: "count", "aria-hidden": "true" }, String(one.members.length));
  return others[0] ? avatar(others[0], "avatar-small") : null;
}

function appFace({ app, users }) {
  const bot = users.find(({ id }) => id === app.bot_user_id);
  return avatar(bot ?? { id: app.bot_user_id, real_name: app.name, is_bot: true }, "avatar-small");
}

async function writeTo(workspace, route, session) {
  const users = await choosePeople(players(workspace).filter(({ id }) => id !== route.person));
  if (users.length) await session.openWith(users);
}
