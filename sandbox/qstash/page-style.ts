/** Warm neutrals and one ink; light and dark each with their own values. */
export const pageStyle = `
  :root {
    color-scheme: light dark;
    --paper: #faf7f2; --line: #e4ddd2; --ink: #2b2722; --muted: #6f675d; --accent: #8a4b2f; --bad: #a13a2c;
  }
  @media (prefers-color-scheme: dark) {
    :root { --paper: #1d1a17; --line: #37322c; --ink: #ece5db; --muted: #a99f92; --accent: #d99a77; --bad: #e08a7a; }
  }
  * { box-sizing: border-box; }
  body {
    margin: 0 auto; max-width: 1040px; padding: 24px 16px 64px; background: var(--paper); color: var(--ink);
    font: 14px/1.5 ui-sans-serif, system-ui, sans-serif; font-variant-numeric: tabular-nums;
  }
  h1 { font-size: 20px; font-weight: 600; margin: 0; }
  h2 { font-size: 16px; font-weight: 600; margin: 32px 0 8px; }
  header p, .none { color: var(--muted); margin: 4px 0 0; max-width: 64ch; }
  .bar { display: flex; align-items: baseline; justify-content: space-between; gap: 16px; }
  .bar form { margin-bottom: 8px; }
  ul { list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--line); }
  li { display: flex; gap: 16px; align-items: flex-start; padding: 12px 0; border-bottom: 1px solid var(--line); }
  li > div { flex: 1; min-width: 0; }
  .id, .body { font: 12px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
  .body { display: block; margin-top: 4px; max-height: 12em; overflow: auto; white-space: pre-wrap; }
  .meta { color: var(--muted); font-size: 12px; overflow-wrap: anywhere; }
  .state { font-weight: 600; }
  .bad { color: var(--bad); }
  li > .acts { display: flex; flex: none; gap: 8px; }
  button, input, select {
    font: inherit; color: inherit; min-height: 44px; padding: 0 12px; background: none; border: 1px solid var(--line);
    border-radius: 6px; max-width: 100%;
  }
  button { cursor: pointer; white-space: nowrap; }
  button:hover { border-color: var(--accent); color: var(--accent); }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
  option { background: var(--paper); color: var(--ink); }
  .fault { display: grid; grid-template-columns: repeat(auto-fill, minmax(160px, 1fr)); gap: 12px; align-items: end; }
  .fault label:first-child { grid-column: span 2; }
  .fault { padding-top: 16px; }
  .fault label { display: grid; gap: 4px; font-size: 12px; color: var(--muted); }
  .fault input, .fault select { width: 100%; color: var(--ink); font-size: 14px; }
  a { color: var(--accent); }
  @media (min-width: 720px) and (pointer: fine) { button, input, select { min-height: 36px; } }
  @media (max-width: 560px) { li.entry { flex-direction: column; gap: 8px; } }
`;
