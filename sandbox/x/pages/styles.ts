/** One style sheet for all pages: light and dark by what the system asks for, one column. */
export const styles = `
:root { color-scheme: light dark; --paper: #fbfaf8; --ink: #1f1d1a; --muted: #6b665e; --line: #e4e0d9;
  --accent: #2b4c7e; --on-accent: #fff; --bad: #a12b1d; }
@media (prefers-color-scheme: dark) { :root { --paper: #191817; --ink: #e9e6e1; --muted: #a39d93;
  --line: #35322e; --accent: #9dbbe6; --on-accent: #14202f; --bad: #f0958a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main, header { max-width: 640px; margin: 0 auto; padding: 0 16px; }
header { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: baseline; padding-top: 12px; padding-bottom: 12px;
  border-bottom: 1px solid var(--line); font-size: 14px; }
header b { margin-right: auto; }
h1 { font-size: 20px; line-height: 1.3; margin: 24px 0 16px; overflow-wrap: anywhere; }
h2 { font-size: 14px; color: var(--muted); font-weight: 600; margin: 24px 0 8px; }
a { color: var(--accent); } a:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible {
  outline: 2px solid var(--accent); outline-offset: 2px; }
code { font-size: 13px; color: var(--muted); overflow-wrap: anywhere; }
.muted, time { color: var(--muted); font-size: 14px; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.wrong { color: var(--bad); }
ul { list-style: none; padding: 0; margin: 0; } .scopes li { padding: 4px 0; }
.row { display: flex; gap: 12px; padding: 12px 0; border-bottom: 1px solid var(--line); align-items: flex-start; }
.row > :last-child { flex: 1; min-width: 0; }
.row p { margin: 2px 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.thread { border-left: 2px solid var(--line); padding-left: 12px; }
.media { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0; } figure { margin: 0; max-width: 240px; }
.media img { display: block; max-width: 100%; max-height: 240px; border-radius: 8px; }
.box { padding: 16px; border: 1px solid var(--line); border-radius: 8px; color: var(--muted); font-size: 14px; }
img { border-radius: 50%; flex: none; }
fieldset { border: 1px solid var(--line); border-radius: 8px; margin: 0; padding: 8px 12px 12px; }
legend { padding: 0 4px; font-size: 14px; color: var(--muted); }
.choice { display: flex; gap: 12px; align-items: center; min-height: 44px; }
.field { display: block; font-size: 14px; color: var(--muted); margin-top: 8px; }
input:not([type=radio]), select, textarea { display: block; width: 100%; min-height: 44px; margin-top: 4px; padding: 8px 12px; font: inherit;
  font-size: 16px; color: var(--ink); background: transparent; border: 1px solid var(--muted); border-radius: 8px; }
select option { color: #1f1d1a; background: #fff; }
.buttons { display: flex; gap: 12px; margin: 24px 0 16px; }
button { min-height: 44px; padding: 8px 20px; font: inherit; font-weight: 600; color: var(--ink); background: transparent;
  border: 1px solid var(--muted); border-radius: 8px; cursor: pointer; }
button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
`;
