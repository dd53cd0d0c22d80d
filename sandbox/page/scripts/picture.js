/** Images of blocks and files. */

import { fill, h } from "./dom.js";
import { plainTextOf } from "./mrkdwn.js";

/** Where an image is fetched from; Slack files are shown to `me` only where they were shared. */
export function imageUrl({ image_url: url, slack_file: file }, me) {
  if (url) return url;
  const path = file?.url ? new URL(file.url, location.href).pathname : `/files/${file?.id ?? "none"}/image`;
  return `${path}?${new URLSearchParams({ as: me })}`;
}

/** An image with its title; its alternative text stands in when it does not load. */
export function picture(image, me) {
  const figure = h("figure", { class: "picture" });
  const lost = () => fill(figure, h("p", { class: "placeholder" }, `Image: ${image.alt_text || "no description"}`));
  return fill(
    figure,
    image.title ? h("figcaption", {}, plainTextOf(image.title)) : null,
    h("img", { src: imageUrl(image, me), alt: image.alt_text ?? "", loading: "lazy", onerror: lost }),
  );
}
