/** Follows what happens, for one person, over a WebSocket that reconnects by itself. */

import { socketUrl } from "./api.js";

const FIRST_WAIT = 400;
const LONGEST_WAIT = 5000;

export class Stream {
  #socket = null;
  #timer = 0;
  #wait = FIRST_WAIT;
  #closed = false;

  /** `onEvent(event)` for each event, `onState(connected, again)` when the line opens or breaks. */
  constructor(as, onEvent, onState = () => {}) {
    this.as = as;
    this.onEvent = onEvent;
    this.onState = onState;
    this.#connect(false);
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
  }

  #connect(again) {
    const socket = new WebSocket(socketUrl("stream", { as: this.as }));
    this.#socket = socket;
    socket.onopen = () => {
      this.#wait = FIRST_WAIT;
      if (!this.#closed) this.onState(true, again);
    };
    socket.onmessage = ({ data }) => {
      if (!this.#closed) this.onEvent(JSON.parse(data));
    };
    socket.onclose = () => this.#retry();
  }

  #retry() {
    if (this.#closed) return;
    this.onState(false, true);
    this.#timer = setTimeout(() => this.#connect(true), this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
  }
}
