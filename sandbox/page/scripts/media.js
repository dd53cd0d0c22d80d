/** Blocks that stand for something elsewhere: a video, a call, a remote file. */

import { h, icon } from "./dom.js";
import { linkNode } from "./mentions.js";
import { plainTextOf } from "./mrkdwn.js";

/** A video as its picture; it plays where it comes from, because nothing foreign runs in this page. */
export function video(block) {
  const title = plainTextOf(block.title);
  const by = [block.provider_name, block.author_name].filter(Boolean).join(" · ");
  const thumbnail = h("img", { src: block.thumbnail_url, alt: block.alt_text, loading: "lazy", onerror: () => thumbnail.replaceWith(missing(block)) });
  return h("figure", { class: "video" },
    h("figcaption", {},
      by ? h("span", { class: "video-by" }, by) : null,
      h("strong", {}, block.title_url ? linkNode(block.title_url, title) : title),
      block.description ? h("span", { class: "video-words" }, plainTextOf(block.description)) : null),
    h("a", { class: "video-frame", href: block.title_url ?? block.video_url, target: "_blank", rel: "noopener noreferrer", "aria-label": `Play ${title}` },
      thumbnail, h("span", { class: "video-play" }, icon("play"))));
}

const missing = ({ alt_text: words }) => h("span", { class: "video-missing" }, words);

function stub(sign, title, detail) {
  return h("div", { class: "file" }, icon(sign), h("div", {}, h("strong", {}, title), h("div", { class: "file-detail" }, detail)));
}

/** A call that the app has registered. */
export const call = (block) => stub("phone", "Call", block.call?.v1?.name ?? `Call ${block.call_id}`);

/** A file that lives elsewhere. */
export const fileBlock = (block) => stub("file", block.file?.title ?? "File", `${block.source ?? "remote"} · ${block.external_id ?? ""}`);
