import { escapeHtml } from "./escape-html";
import { styles } from "./styles";

/** A whole page. `body` is HTML, and whoever makes it escapes what came from outside. */
export function page(content: { title: string; body: string }): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(content.title)} · X sandbox</title>
<style>${styles}</style>
</head>
<body>
<header><b>X sandbox</b> <a href="/">Timeline</a> <a href="/_sandbox">Faults</a></header>
<main>
${content.body}
</main>
</body>
</html>
`;
}
