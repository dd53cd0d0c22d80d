/** The faces of people: initials on their colour. */

import { h } from "./dom.js";

const COLOURS = ["#2f6f8f", "#8a4f7d", "#4d7c3a", "#b0562f", "#5a5fb0", "#a33f55", "#3d7f76", "#7d6a2f"];
const TITLES = /^(ms|mr|mrs|mx|dr|miss)\.?\s+/i;

/** `MO` for Maya Ortiz, `A` for Ms. Adams. */
export function initials(name) {
  const words = name.replace(TITLES, "").split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const letters = [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => word?.[0] ?? "");
  return letters.join("").toUpperCase() || "?";
}

function colourOf(user) {
  if (user.color) return `#${user.color.replace("#", "")}`;
  const sum = [...user.id].reduce((total, letter) => total + letter.codePointAt(0), 0);
  return COLOURS[sum % COLOURS.length];
}

function isLight(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179;
}

/** A decorative avatar; its letters are no text of the page: the name always stands beside it. */
export function avatar(user, size = "") {
  const node = h("span", { class: `avatar ${size} ${user.is_bot ? "avatar-bot" : ""}`, "aria-hidden": "true", dataset: { text: initials(user.real_name) } });
  const colour = colourOf(user);
  node.style.backgroundColor = colour;
  node.style.color = isLight(colour) ? "#111" : "#fff";
  return node;
}
