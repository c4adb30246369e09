// The real start with stand-in parts: `node --import tsx stack.ts <root> [options]`.
import { join } from "node:path";
import { planRoost } from "../../../sandbox/stack/plan";
import { runStack } from "../../../sandbox/stack/run";
import { type Ports, readSettings } from "../../../sandbox/stack/settings";

const [root = "", ...options] = process.argv.slice(2);
const voice = { say: console.log, complain: console.error };

try {
  const settings = readSettings(root, process.env, options);
  process.exitCode = await runStack(
    settings,
    (chosen, secrets) => {
      const plan = planRoost(chosen, secrets);
      return {
        ...plan,
        parts: plan.parts.map((part) => {
          const port = chosen.ports[part.name as keyof Ports];
          const script = join(import.meta.dirname, "part.mjs");
          return {
            ...part,
            command: [process.execPath, script, part.name, String(port), root],
            stopSignal: "SIGTERM",
            up: { url: `http://127.0.0.1:${port}/` },
          };
        }),
      };
    },
    voice,
  );
} catch (error) {
  voice.complain(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
