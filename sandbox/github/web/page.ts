import type { ServerResponse } from "node:http";
import { Html, html } from "./html";

const STYLE = new Html(`
  :root { color-scheme: light dark; --line: light-dark(#d0d7de, #30363d); --muted: light-dark(#57606a, #8b949e);
    --ground: light-dark(#ffffff, #0d1117); --raised: light-dark(#f6f8fa, #161b22); --text: light-dark(#1f2328, #e6edf3);
    --link: light-dark(#0969da, #58a6ff); --good: light-dark(#1a7f37, #3fb950); --bad: light-dark(#cf222e, #f85149); }
  * { box-sizing: border-box; }
  body { margin: 0; font: 15px/1.5 system-ui, sans-serif; background: var(--ground); color: var(--text); }
  header.bar { padding: 12px 24px; border-bottom: 1px solid var(--line); background: var(--raised); }
  main { max-width: 960px; margin: 0 auto; padding: 24px; }
  main.card { max-width: 460px; margin: 8vh auto; border: 1px solid var(--line); border-radius: 12px; background: var(--raised); }
  h1 { font-size: 24px; line-height: 1.25; margin: 0 0 8px; overflow-wrap: anywhere; }
  h2 { font-size: 16px; margin: 28px 0 8px; }
  a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
  code, .mono { font-family: ui-monospace, monospace; font-size: 13px; overflow-wrap: anywhere; }
  .muted { color: var(--muted); } .good { color: var(--good); } .bad { color: var(--bad); }
  .pill { display: inline-block; padding: 0 8px; border: 1px solid var(--line); border-radius: 999px; font-size: 12px;
    font-weight: 500; vertical-align: middle; }
  table { width: 100%; border-collapse: collapse; border: 1px solid var(--line); }
  th, td { text-align: left; padding: 8px 12px; border-bottom: 1px solid var(--line); vertical-align: top; }
  th { background: var(--raised); font-weight: 600; } td.tight, th.tight { white-space: nowrap; width: 1%; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 16px 0; }
  dt { color: var(--muted); } dd { margin: 0; }
  ul.people { list-style: none; margin: 16px 0; padding: 0; display: grid; gap: 8px; }
  button { font: inherit; color: inherit; cursor: pointer; border-radius: 8px; border: 1px solid var(--line); background: var(--ground); padding: 8px 12px; }
  button:hover, button:focus-visible { border-color: var(--link); }
  button.person { width: 100%; display: flex; gap: 12px; align-items: center; text-align: left; }
  img { border-radius: 50%; flex: none; }
`);

/** A whole page: `title` for the tab, `trail` for the bar on top, `body` for the rest. */
export function page({ title, trail, body }: { title: string; trail?: Html; body: Html }): string {
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${title} · GitHub (sandbox)</title>
  <link rel="icon" href="data:,">
  <style>${STYLE}</style>
</head>
<body>
${trail && html`<header class="bar"><a href="/"><strong>GitHub</strong></a> <span class="pill">sandbox</span> ${trail}</header>`}
${body}
</body>
</html>
`.text;
}

export function sendPage(res: ServerResponse, status: number, text: string): void {
  res.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
  });
  res.end(text);
}
