/** The sandbox's JSON API: one method a call; a refusal is thrown as `ApiError`. */

/** What the sandbox refused: `code` for programs, `message` for people, `errors` by block for forms. */
export class ApiError extends Error {
  constructor(code, detail, errors = null) {
    super(detail || code);
    this.code = code;
    this.errors = errors;
  }
}

async function call(path, options) {
  const response = await fetch(path, options).catch(() => {
    throw new ApiError("unreachable", "The sandbox does not answer. Is it still running?");
  });
  const body = await response.json().catch(() => ({}));
  if (response.ok && body.ok !== false) return body;
  throw new ApiError(body.error ?? `http_${response.status}`, body.detail, body.errors ?? null);
}

const get = (name, params = {}) => call(`/sandbox/${name}?${new URLSearchParams(params)}`);

const post = (name, body) =>
  call(`/sandbox/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

/** Where a WebSocket of the sandbox listens. */
export function socketUrl(name, params) {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  return `${scheme}://${location.host}/sandbox/${name}?${new URLSearchParams(params)}`;
}

/** Everything one person can look at and do; `as` is that person's id. */
export function personApi(as) {
  return {
    as,
    workspace: () => get("workspace", { as }),
    messages: (channel, part) => get("messages", { as, channel, ...part }),
    home: () => get("home", { as }),
    peekHome: () => get("home", { as, peek: 1 }),
    views: () => get("views", { as }),
    say: (channel, text, thread) =>
      post("say", { as, channel, text, ...(thread ? { thread_ts: thread } : {}) }),
    edit: (channel, ts, text) => post("edit", { as, channel, ts, text }),
    remove: (channel, ts) => post("delete", { as, channel, ts }),
    react: (channel, ts, name, remove) => post("react", { as, channel, ts, name, remove }),
    upload: (filename, content, where = {}) => post("upload", { as, filename, content, ...where }),
    messageAction: (channel, ts, action) => post("action", { as, channel, message_ts: ts, action }),
    viewAction: (view, action) => post("action", { as, view_id: view, action }),
    submit: (view, values) => post("submit", { as, view_id: view, values }),
    close: (view, all) => post("close", { as, view_id: view, all }),
    shortcut: (callback, message = {}) => post("shortcut", { as, callback_id: callback, ...message }),
    open: (users) => post("open", { as, users }),
    read: (channel) => post("read", { as, channel }),
    suggest: (where, ids, value) => post("suggest", { as, ...where, ...ids, value }),
  };
}

/** The workspace as its first person sees it, before anybody has been chosen. */
export const firstLook = () => get("workspace");

/** Whether a workspace has been seeded, and how many app connections there are. */
export const health = () => get("health");

/** Moves the clock: one or more of `set`, `advance` (seconds), `rate`, `to`. */
export const moveClock = (change) => post("clock", change);
