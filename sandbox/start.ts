// The one line that runs everything: `npm run dev`, or with `-- --production` the built app.
import { dirname } from "node:path";
import { buildApp, needsBuild } from "./stack/build-app";
import { planRoost } from "./stack/plan";
import { runStack } from "./stack/run";
import { readSettings } from "./stack/settings";

const root = dirname(import.meta.dirname);
const voice = { say: console.log, complain: console.error };

// Whoever read the output may go away (`npm run dev | head`): the parts are still to be stopped in their order.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

let status = 1;
try {
  // Process groups and signals are what keeps a part from outliving the rest.
  if (process.platform === "win32")
    throw new Error("This runs on Linux and macOS. On Windows, run it in WSL.");
  const settings = readSettings(root, process.env, process.argv.slice(2));
  if (needsBuild(settings)) {
    voice.say("There is no built app yet: building it, which takes a minute or two.");
    buildApp(root);
  }
  status = await runStack(settings, planRoost, voice);
} catch (error) {
  voice.complain(error instanceof Error ? error.message : String(error));
}
process.exit(status);
