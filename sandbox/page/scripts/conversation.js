/** The middle of the page: a conversation with its header, messages and composer, or the app's Home. */

import { Composer } from "./composer.js";
import { fill, h, icon, iconButton, isNarrow, reconcile } from "./dom.js";
import { Home } from "./home.js";
import { MessageList } from "./messages.js";
import { routeLink } from "./route.js";
import { conversation, isAppDm, placeName } from "./store.js";

/** Keeps the middle true. */
export function mountConversation(main, store, session) {
  const head = h("header", { class: "place-head" });
  const line = h("p", { class: "offline", role: "status", hidden: true });
  const body = h("div", { class: "place-body" });
  const foot = h("div", { class: "place-foot" });
  const list = new MessageList(store, session, false);
  const home = new Home(store, session);
  main.append(head, line, body, foot);

  store.on(["workspace", "route"], (state) => {
    fill(head, ...headOf(state, store));
    showComposer(foot, store, session);
    document.title = titleOf(state);
  });
  store.on(["workspace", "route", "messages", "earlier", "home", "clock"], (state) => showBody(body, state, list, home));
  store.on(["connected"], ({ connected }) => {
    line.hidden = connected;
    line.textContent = connected ? "" : "The line to the sandbox is broken. Trying again…";
  });
}

function titleOf(state) {
  const { workspace, route } = state;
  if (!workspace) return "Sandbox workspace";
  const place = route.place === "home" ? workspace.app.name : placeName(workspace, conversation(state));
  const me = workspace.users.find(({ id }) => id === route.person);
  return `${place} · ${me?.real_name ?? ""} · ${workspace.team.name}`;
}

function headOf(state, store) {
  const { workspace, route } = state;
  const open = () => store.set({ drawer: true });
  const menu = iconButton("Conversations and people", "menu", open, { className: "drawer-button", focus: "drawer" });
  if (!workspace) return [menu, h("h1", { class: "place-name" }, "Sandbox workspace")];
  const here = conversation(state);
  if (route.place === "home" || isAppDm(workspace, here)) return [menu, ...appHead(workspace, route)];
  const count = here?.members.length ?? 0;
  const facts = [here?.topic, here?.kind === "im" ? null : `${count} ${count === 1 ? "person" : "people"}`].filter(Boolean);
  return [
    menu,
    h("div", { class: "place-words" },
      h("h1", { class: "place-name" }, here?.is_private ? icon("lock") : null, placeName(workspace, here)),
      h("p", { class: "place-topic" }, facts.join(" · "))),
  ];
}

function appHead({ app, conversations }, { person, place }) {
  const dm = conversations.find((one) => isAppDm({ app }, one));
  const tab = (label, where) =>
    h(
      "a",
      {
        class: "tab",
        href: routeLink({ person, place: where }),
        "aria-current": where === place ? "page" : null,
        dataset: { focus: `tab:${label}` },
      },
      label,
    );
  return [
    h("div", { class: "place-words place-app" }, h("h1", { class: "place-name" }, app.name, h("span", { class: "app-mark" }, "App"))),
    h("nav", { class: "tabs", "aria-label": app.name }, tab("Home", "home"), dm ? tab("Messages", dm.id) : null),
  ];
}

function showBody(body, state, list, home) {
  const { workspace, route, messages } = state;
  if (!workspace || !state.clock) return fill(body, unseeded());
  if (route.place === "home") {
    if (home.node.parentElement !== body) fill(body, home.node);
    return home.show(state);
  }
  if (!messages) return fill(body, h("p", { class: "empty" }, "Loading…"));
  if (!messages.length) return fill(body, quiet(state));
  if (list.node.parentElement !== body) fill(body, list.node);
  return list.show(messages, `${route.person}:${route.place}`);
}

function unseeded() {
  return h("div", { class: "empty" },
    h("p", { class: "empty-title" }, "This workspace is empty."),
    h("p", {}, "It fills as soon as a program seeds it; this page follows by itself."));
}

function quiet(state) {
  const { app } = state.workspace;
  const here = conversation(state);
  const command = app.commands[0]?.command;
  const first = `Write the first message below${command ? `, or type ${command}` : ""}.`;
  return h("div", { class: "empty" },
    h("p", { class: "empty-title" }, `Nothing has been said in ${placeName(state.workspace, here)} yet.`),
    h("p", {}, isAppDm(state.workspace, here) ? `Write to ${app.name} below.` : first));
}

function showComposer(foot, store, session) {
  const { state } = store;
  const here = state.workspace && conversation(state);
  const moved = Boolean(here) && foot.dataset.place !== here.id;
  foot.dataset.place = here?.id ?? "";
  reconcile(foot, here ? [here] : [], {
    key: ({ id }) => `${state.route.person}:${id}`,
    signature: ({ is_archived: gone }) => String(gone),
    build: (one) => (one.is_archived ? archived() : composerFor(one, store, session).node),
  });
  if (moved && !isNarrow() && !document.querySelector("dialog[open]")) foot.querySelector("textarea")?.focus();
}

const archived = () => h("p", { class: "archived" }, "This channel is archived: it can be read, but nobody can write in it.");

function composerFor(one, store, session) {
  const { workspace, route } = store.state;
  const label = `Message ${placeName(workspace, one)}`;
  return new Composer({ store, session, draft: `${route.person}:${one.id}`, label, thread: null });
}
