/** Follows what happens, for one person, over a WebSocket. */

import { socketUrl } from "./api.js";

export class Stream {
  #socket;
  #closed = false;

  /** `onEvent(event)` for each event; `onBreak()` once when the line breaks or does not open. */
  constructor(as, onEvent, onBreak = () => {}) {
    this.#socket = new WebSocket(socketUrl("stream", { as }));
    this.#socket.onmessage = ({ data }) => {
      if (!this.#closed) onEvent(JSON.parse(data));
    };
    this.#socket.onclose = () => {
      if (!this.#closed) onBreak();
    };
  }

  /** Ends it; nothing is told any more. */
  close() {
    this.#closed = true;
    this.#socket.close();
  }
}
