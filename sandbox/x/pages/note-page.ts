import { escapeHtml } from "./escape-html";
import { page } from "./layout";

/** A page that only says something. */
export function notePage(note: { title: string; text: string }): string {
  return page({
    title: note.title,
    body: `<h1>${escapeHtml(note.title)}</h1>\n<p>${escapeHtml(note.text)}</p>`,
  });
}
