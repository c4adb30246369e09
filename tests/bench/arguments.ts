// What follows `npm run bench --`.

export type Arguments = {
  /** The rows to run; none for all. */
  names: string[];
  /** Where every value is written as JSON; null for nowhere. */
  jsonPath: string | null;
  /** Measures the app as it was built last. */
  isBuilt: boolean;
};

/** @throws Error that says what is known, for an unknown row or option. */
export function readArguments(args: string[], known: string[]): Arguments {
  const read: Arguments = { names: [], jsonPath: null, isBuilt: false };
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? "";
    if (arg === "--built") read.isBuilt = true;
    else if (arg === "--json") {
      at += 1;
      read.jsonPath = args[at] ?? null;
      if (!read.jsonPath) throw new Error("--json needs the path of a file to write.");
    } else if (known.includes(arg)) read.names.push(arg);
    else throw new Error(`"${arg}" is no row and no option. ${usage(known)}`);
  }
  return read;
}

function usage(known: string[]): string {
  return `There are the rows ${known.join(", ")}, and the options --json <file> and --built (measure the app as it was built last).`;
}
