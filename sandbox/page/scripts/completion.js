/** What could complete a text that is being written: commands, their words, people, channels, emoji. */

import { EMOJI } from "./emoji.js";
import { conversation } from "./store.js";

const AT_MOST = 8;

/** The words that a usage hint names: `next | schedule PHRASE` gives `next` and `schedule`. */
export function hintWords(hint) {
  const pieces = (hint ?? "").split(/[|,\n]|\]\s*\[/).map((piece) => piece.replace(/[[\]…]/g, "").trim());
  return pieces
    .map((piece) => /^([a-z][\w-]*)(?:\s+(.*))?$/.exec(piece))
    .filter(Boolean)
    .map(([, word, rest]) => ({ label: word, detail: rest ?? "", insert: `${word} ` }));
}

const startsWith = (typed) => (text) => text.toLowerCase().startsWith(typed.toLowerCase());

function commands([, typed], { workspace }) {
  return workspace.app.commands
    .filter(({ command }) => startsWith(typed)(command))
    .map(({ command, usage_hint: hint, description }) => {
      const detail = [hint, description].filter(Boolean).join(" · ");
      return { label: command, detail, insert: `${command} ` };
    });
}

function verbs([, name, typed], { workspace }) {
  const command = workspace.app.commands.find((one) => one.command === name);
  return hintWords(command?.usage_hint).filter(({ label }) => startsWith(typed)(label));
}

function people([, typed], state) {
  const { workspace } = state;
  const members = new Set(conversation(state)?.members ?? []);
  const matches = ({ name, real_name: real }) => [name, ...real.split(/\s+/)].some(startsWith(typed));
  const groups = (workspace.usergroups ?? [])
    .filter(({ handle }) => startsWith(typed)(handle))
    .map(({ handle, name }) => ({ label: `@${handle}`, detail: name, insert: `@${handle} ` }));
  const found = workspace.users
    .filter((user) => user.kind !== "deleted" && matches(user))
    .sort((one, other) => Number(members.has(other.id)) - Number(members.has(one.id)))
    .map((user) => ({ label: user.real_name, detail: `@${user.name}${user.title ? ` · ${user.title}` : ""}`, insert: `@${user.name} ` }));
  return [...found, ...groups];
}

function channels([, typed], { workspace }) {
  return workspace.conversations
    .filter(({ kind, name }) => kind === "channel" && startsWith(typed)(name))
    .map(({ name, topic }) => ({ label: `#${name}`, detail: topic, insert: `#${name} ` }));
}

function emoji([, typed]) {
  return [...EMOJI].filter(([name]) => startsWith(typed)(name)).map(([name, sign]) => ({ label: `${sign} :${name}:`, insert: `${sign} ` }));
}

const SOURCES = [
  { pattern: /^(\/\S*)$/, find: commands, eager: true, last: 1, command: true },
  { pattern: /^(\/\S+)\s+(\S*)$/, find: verbs, eager: false, last: 2, command: true },
  { pattern: /(?:^|[\s(])@([\p{L}\w.-]*)$/u, find: people, eager: true, last: 1, mark: 1 },
  { pattern: /(?:^|\s)#([\w-]*)$/, find: channels, eager: true, last: 1, mark: 1 },
  { pattern: /(?:^|\s):([a-z0-9_+-]{2,})$/, find: emoji, eager: true, last: 1, mark: 1 },
];

/** `{options, typed, eager}` for the text before the caret, or null; `typed` is what an option replaces. */
export function completionFor(text, state, inThread) {
  for (const { pattern, find, eager, last, command, mark = 0 } of SOURCES) {
    const match = pattern.exec(text);
    if (!match || (command && inThread)) continue;
    const typed = match[last];
    const options = find(match, state).slice(0, AT_MOST * (command ? 4 : 1));
    const done = command && options.some(({ label }) => label === typed);
    if (options.length && !done) return { options, eager, typed: text.slice(text.length - typed.length - mark) };
  }
  return null;
}
