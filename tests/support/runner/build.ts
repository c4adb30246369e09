// The built app, for the tests that drive a browser.
import { spawnSync } from "node:child_process";
import { appEnvironment, blankedByFiles, cleanEnvironment } from "../../../sandbox/stack/environment";
import { makeSecrets } from "../../../sandbox/stack/secrets";
import { readSettings } from "../../../sandbox/stack/settings";

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
