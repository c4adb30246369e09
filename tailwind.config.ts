import type { Config } from "tailwindcss";
import plugin from "tailwindcss/plugin";

type Token = { light: string; dark: string };

/** Every text colour stands at 4.5:1 or more on `paper` and on `paper-raised`, in light and in dark. */
const tokens: Record<string, Token> = {
  paper: { light: "#faf9f6", dark: "#171613" },
  "paper-raised": { light: "#ffffff", dark: "#201e1a" },
  "paper-sunk": { light: "#f2f0eb", dark: "#26241f" },
  ink: { light: "#201d19", dark: "#ebe7df" },
  line: { light: "#e6e2da", dark: "#312e28" },
  "line-strong": { light: "#918a7e", dark: "#777166" },
  muted: { light: "#676158", dark: "#a59f94" },
  accent: { light: "#2a4789", dark: "#a9bbe8" },
  "accent-ink": { light: "#ffffff", dark: "#15171d" },
  ok: { light: "#24744a", dark: "#80bd98" },
  warn: { light: "#93560a", dark: "#dcaa62" },
  bad: { light: "#b0352b", dark: "#e89288" },
};

const values = (scheme: keyof Token) =>
  Object.fromEntries(Object.entries(tokens).map(([name, token]) => [`--${name}`, token[scheme]]));

const colors = {
  ...Object.fromEntries(Object.keys(tokens).map((name) => [name, `var(--${name})`])),
  transparent: "transparent",
  current: "currentColor",
};

export default {
  content: ["./src/**/*.{ts,tsx}"],
  theme: {
    colors,
    fontFamily: {
      sans: ["Inter Variable", "system-ui", "sans-serif"],
    },
    fontSize: {
      12: ["0.75rem", "1rem"],
      13: ["0.8125rem", "1.25rem"],
      14: ["0.875rem", "1.25rem"],
      16: ["1rem", "1.5rem"],
      20: ["1.25rem", "1.75rem"],
      28: ["1.75rem", "2.25rem"],
    },
    fontWeight: { normal: "400", medium: "500", semibold: "600" },
    extend: { maxWidth: { list: "47.5rem" } },
  },
  plugins: [
    plugin(({ addBase }) => {
      addBase({
        ":root": { "color-scheme": "light dark", ...values("light") },
        "@media (prefers-color-scheme: dark)": { ":root": values("dark") },
      });
    }),
  ],
} satisfies Config;
