// One row: the app built where it is wanted, a stack of the row's own, and the end of that stack in every case.
import type { Row } from "./row";
import { buildOnce } from "./support/build-once";
import { type BenchStack, startStack } from "./support/stack";
import type { Result } from "./table";

/** Those that still come up too: they are ended as soon as they are. */
const running = new Set<Promise<BenchStack>>();

/** Runs the row. One that fails is a result too: the others are still to be measured. */
export async function runRow(
  row: Row,
  options: { root: string; isBuilt: boolean },
): Promise<{ result: Result; databaseFacts: string }> {
  const say = (line: string) => console.error(`${row.name}  ${line}`);
  let databaseFacts = "";
  let lastLines = (): string[] => [];
  try {
    const figures = await row.measure({
      say,
      startStack: async (wanted) => {
        if (!options.isBuilt && wanted.parts.includes("web")) buildOnce(options.root);
        const starting = startStack(options.root, wanted);
        running.add(starting);
        const stack = await starting;
        lastLines = stack.lastLines;
        databaseFacts = await stack.databaseFacts();
        say(`up: ${wanted.parts.join(", ")}`);
        return stack;
      },
    });
    return { result: { row, figures }, databaseFacts };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    for (const line of [failure, ...lastLines()]) say(line);
    return { result: { row, failure }, databaseFacts };
  } finally {
    await stopEverything();
  }
}

/** Ends every process of every row, and removes their data. One that did not come up has ended by itself. */
export async function stopEverything(): Promise<void> {
  const stacks = [...running];
  running.clear();
  await Promise.allSettled(stacks.map(async (starting) => (await starting).close()));
}
