/** A field for files: each is brought to the workspace when it is chosen, and named below. */

import { fill, h, iconButton } from "./dom.js";

/** The field; its value are Slack's objects of the files. */
export function fileField(element, ctx) {
  let files = ctx.value?.files ?? [];
  const list = h("ul", { class: "field-files" });
  const most = element.max_files ?? 10;
  const keep = (now) => {
    files = now;
    ctx.keep({ files });
    input.disabled = files.length >= most;
    const drop = (file) => () => keep(files.filter((one) => one !== file));
    fill(list, ...files.map((file) => h("li", {}, file.name, iconButton(`Remove ${file.name}`, "close", drop(file)))));
  };
  const input = h("input", {
    id: ctx.fieldId ?? null, type: "file", class: "field-control", multiple: most > 1,
    accept: (element.filetypes ?? []).map((kind) => `.${kind}`).join(",") || null,
    "aria-label": ctx.labelId ? null : ctx.label || "Files",
    "aria-describedby": ctx.describedBy ?? null, "aria-invalid": ctx.invalid ? "true" : null,
    dataset: { focus: ctx.focus },
    onchange: async () => {
      const chosen = [...input.files].slice(0, most - files.length);
      input.value = "";
      for (const file of chosen) {
        const brought = await ctx.bring(file);
        if (brought) keep([...files, brought]);
      }
    },
  });
  if (files.length) keep(files);
  return h("div", { class: "file-field" }, input, list);
}
