/** Files of a message: images shown, others as a card to open. */

import { h, icon } from "./dom.js";
import { picture } from "./picture.js";

function sizeWords(bytes) {
  if (!bytes) return "";
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

// Files are served by the page's own sandbox, whatever host name the app was told, to who may see them.
function hereOf(url, me) {
  return url ? `${new URL(url, location.href).pathname}?${new URLSearchParams({ as: me })}` : "";
}

/** A file's bytes as the sandbox takes them. */
export async function base64Of(file) {
  const url = await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
  return url.slice(url.indexOf(",") + 1);
}

/** One file, as the person `me` sees it. */
export function fileNode(file, me) {
  if (file.mode === "tombstone") return h("div", { class: "file" }, icon("file"), "This file was deleted.");
  const title = file.title || file.name || "File";
  const url = hereOf(file.url_private ?? file.permalink, me);
  if (file.mimetype?.startsWith("image/") && url) {
    const shown = picture({ image_url: url, alt_text: file.alt_txt || title }, me);
    return h("div", { class: "file-picture" }, h("a", { href: url, target: "_blank", rel: "noopener" }, title), shown);
  }
  const detail = [file.pretty_type || file.mimetype || file.filetype, sizeWords(file.size)].filter(Boolean).join(" · ");
  const name = url ? h("a", { href: url, target: "_blank", rel: "noopener" }, title) : title;
  return h("div", { class: "file" }, icon("file"), h("div", {}, name, h("div", { class: "file-detail" }, detail)));
}
