// The built app, for `--production` and for the tests that drive a browser.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { appEnvironment, blankedByFiles, cleanEnvironment } from "./environment";
import { makeSecrets } from "./secrets";
import { readSettings, type Settings } from "./settings";

/**
 * `next build` with a valid environment that is thrown away: the stack gives the real one when it runs.
 * @param output the descriptor that it prints to.
 * @throws Error when the build fails; its reasons have been printed.
 */
export function buildApp(root: string, output: 1 | 2 = 1): void {
  const settings = readSettings(root, {}, []);
  const { status } = spawnSync(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
    cwd: root,
    env: {
      ...cleanEnvironment(process.env),
      ...blankedByFiles(root),
      ...appEnvironment(settings, makeSecrets(), {}),
      NODE_ENV: "production",
    },
    stdio: ["ignore", output, 2],
  });
  if (status !== 0) throw new Error("The app could not be built (see above), so nothing that needs it ran.");
}

/** Whether there is a built app to run. */
export function isBuilt(root: string): boolean {
  return existsSync(join(root, ".next", "BUILD_ID"));
}

/** Whether these settings ask for a built app that is not there yet. */
export function needsBuild({ root, production, withoutWeb }: Settings): boolean {
  return production && !withoutWeb && !isBuilt(root);
}
