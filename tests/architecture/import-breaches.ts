/** What the cases import from: a small Roost. */
export const neighbours = [
  "src/domain/rules.ts",
  "src/server/db.ts",
  "src/server/verb.ts",
  "src/server/tweets/list.ts",
  "src/server/qstash/queue.ts",
  "src/server/x/publisher.ts",
  "src/server/routers/tweet-router.ts",
  "src/generated/prisma/client.ts",
  "src/app/page.tsx",
  "src/components/button.tsx",
  "src/trpc/client.ts",
  "reconciler/jobs.ts",
  "sandbox/x/server.ts",
  "prisma/migrate.ts",
  "tests/support/help.ts",
];

export const dependencies = [
  ...["@upstash/qstash", "twitter-api-v2", "twitter-text", "date-fns", "@date-fns/tz", "zod", "pg"],
  ...["@prisma/client", "next", "next-auth", "@trpc/server"],
];
export const devDependencies = ["vitest"];

export type ImportCase = { file: string; imports: string; breaks: string[] };

const value = (from: string) => `import { thing } from "${from}";\nexport const kept = thing;\n`;
const type = (from: string) => `import type { Thing } from "${from}";\nexport type Kept = Thing;\n`;

const cases = (breaks: string[], ...pairs: [file: string, imports: string][]): ImportCase[] =>
  pairs.map(([file, imports]) => ({ file, imports, breaks }));

/** Imports that are forbidden, each in a file of its own, with the rules that it breaks. */
export const breaches: ImportCase[] = [
  ...cases(
    ["domain-stands-alone"],
    ["src/domain/knows-server.ts", value("../server/verb")],
    ["src/domain/knows-server-by-alias.ts", value("~/server/verb")],
    ["src/domain/knows-server-by-type.ts", type("~/server/verb")],
    ["src/domain/knows-app.ts", value("~/app/page")],
    ["src/domain/knows-components.ts", value("~/components/button")],
    ["src/domain/reads-files.ts", value("node:fs")],
    ["src/domain/reads-files-without-prefix.ts", value("fs")],
    ["src/domain/draws-lots.ts", value("node:crypto")],
    ["src/domain/queries.ts", value("pg")],
    ["src/domain/parses.ts", value("zod")],
    ["src/domain/loads-later.ts", `export const later = () => import("~/server/verb");\n`],
    ["src/domain/hands-on.ts", `export { thing } from "~/server/verb";\n`],
  ),
  ...cases(
    ["domain-stands-alone", "only-the-server-knows-the-database"],
    ["src/domain/knows-rows.ts", type("~/generated/prisma/client")],
  ),
  ...cases(
    ["server-knows-no-pages"],
    ["src/server/knows-app.ts", value("~/app/page")],
    ["src/server/knows-components.ts", value("../components/button")],
    ["src/server/knows-props.ts", type("~/components/button")],
    ["src/server/knows-trpc.ts", value("~/trpc/client")],
  ),
  ...cases(
    ["verbs-hold-no-http"],
    ["src/server/tweets/knows-routers.ts", value("../routers/tweet-router")],
    ["src/server/tweets/answers-trpc.ts", value("@trpc/server")],
    ["src/server/tweets/answers-next.ts", value("next/server")],
    ["src/server/accounts/knows-sessions.ts", value("next-auth")],
    ["src/server/tweets/calls.ts", value("node:https")],
  ),
  ...cases(
    ["routers-hold-no-queries"],
    ["src/server/routers/queries.ts", value("../db")],
    ["src/server/routers/knows-tx.ts", type("../db")],
    ["src/server/routers/knows-rows.ts", type("~/generated/prisma/client")],
    ["src/server/routers/queries-by-itself.ts", value("pg")],
    ["src/server/routers/knows-prisma.ts", value("@prisma/client")],
  ),
  ...cases(
    ["browser-knows-the-server-by-type"],
    ["src/components/calls-verb.tsx", value("~/server/verb")],
    ["src/components/calls-verb-in-passing.tsx", `import "~/server/verb";\n`],
    ["src/trpc/calls-verb.ts", value("../server/verb")],
  ),
  ...cases(["components-know-no-pages"], ["src/components/knows-app.tsx", value("~/app/page")]),
  ...cases(
    ["reconciler-is-a-leaf", "server-knows-no-pages"],
    ["src/server/knows-reconciler.ts", value("../../reconciler/jobs")],
  ),
  ...cases(
    ["reconciler-is-a-leaf"],
    ["src/app/knows-reconciler.ts", value("../../reconciler/jobs")],
    ["prisma/knows-reconciler.ts", type("../reconciler/jobs")],
  ),
  ...cases(
    ["reconciler-is-a-leaf", "sandbox-knows-no-product"],
    ["sandbox/knows-reconciler.ts", value("../reconciler/jobs")],
  ),
  ...cases(["reconciler-calls-verbs"], ["reconciler/knows-app.ts", value("~/app/page")]),
  ...cases(
    ["product-knows-no-sandbox"],
    ["src/app/knows-sandbox.ts", value("../../sandbox/x/server")],
    ["reconciler/knows-sandbox.ts", type("../sandbox/x/server")],
    ["reconciler/knows-tests.ts", value("../tests/support/help")],
  ),
  ...cases(
    ["product-knows-no-sandbox", "server-knows-no-pages"],
    ["src/server/knows-sandbox.ts", value("../../sandbox/x/server")],
  ),
  ...cases(
    ["sandbox-knows-no-product"],
    ["sandbox/knows-domain.ts", value("../src/domain/rules")],
    ["sandbox/knows-domain-by-type.ts", type("~/domain/rules")],
  ),
  ...cases(
    ["only-qstash-knows-qstash"],
    ["src/server/tweets/asks-qstash.ts", value("@upstash/qstash")],
    ["src/app/asks-qstash.ts", value("@upstash/qstash/nextjs")],
    ["src/server/x/asks-qstash.ts", type("@upstash/qstash")],
    ["reconciler/asks-qstash.ts", value("@upstash/qstash")],
    ["sandbox/asks-qstash.ts", value("@upstash/qstash")],
  ),
  ...cases(
    ["only-x-knows-x"],
    ["src/server/asks-x.ts", value("twitter-api-v2")],
    ["src/server/qstash/asks-x.ts", type("twitter-api-v2")],
    ["sandbox/asks-x.ts", value("twitter-api-v2")],
  ),
  ...cases(
    ["only-the-server-knows-the-database"],
    ["src/app/knows-rows.ts", value("~/generated/prisma/client")],
    ["src/components/knows-rows.tsx", type("~/generated/prisma/client")],
    ["reconciler/knows-rows.ts", type("../src/generated/prisma/client")],
  ),
  ...cases(["production-runs-on-dependencies"], ["reconciler/tests-itself.ts", value("vitest")]),
  ...cases(
    ["no-unresolved"],
    ["src/app/leads-nowhere.ts", value("~/server/not-there")],
    ["tests/leads-nowhere.ts", value("a-package-that-nobody-installed")],
  ),
];

/** A circle of three files; the second has a type from the third. */
export const circle: ImportCase[] = [
  { file: "src/server/circle/one.ts", imports: value("./two"), breaks: ["no-cycles"] },
  { file: "src/server/circle/two.ts", imports: value("./three"), breaks: ["no-cycles"] },
  { file: "src/server/circle/three.ts", imports: value("./one"), breaks: ["no-cycles"] },
];

/** Imports that are as they should be, close to the forbidden ones. */
export const allowed: ImportCase[] = cases(
  [],
  ["src/domain/counts.ts", `${value("twitter-text")}export * from "date-fns";\nexport * from "./rules";\n`],
  ["src/domain/knows-zones.ts", value("@date-fns/tz")],
  ["src/server/tweets/lists.ts", `${value("../db")}export * from "~/domain/rules";\n`],
  ["src/server/tweets/knows-rows.ts", value("~/generated/prisma/client")],
  ["src/server/routers/account-router.ts", value("../tweets/list")],
  ["src/server/routers/trpc.ts", 'export * from "@trpc/server";\n'],
  ["src/server/qstash/asks.ts", value("@upstash/qstash")],
  ["src/server/x/asks.ts", value("twitter-api-v2")],
  ["src/app/route.ts", `${value("~/server/verb")}export * from "next/server";\n`],
  ["src/components/shows.tsx", `${type("~/server/verb")}export { thing } from "~/domain/rules";\n`],
  ["src/trpc/knows-the-router.ts", type("~/server/routers/tweet-router")],
  ["reconciler/calls.ts", `${value("~/server/verb")}export * from "~/domain/rules";\n`],
  ["reconciler/knows-dev-types.ts", type("vitest")],
  ["sandbox/stands-alone.ts", `${value("./x/server")}export * from "node:http";\n`],
  ["sandbox/migrates.ts", value("../prisma/migrate")],
  ["tests/knows-all.ts", `${value("../reconciler/jobs")}export * from "@upstash/qstash";\n`],
  ["tests/knows-the-sandbox.ts", `${value("../sandbox/x/server")}export * from "~/domain/rules";\n`],
  ["src/server/by-type/one.ts", value("./two")],
  ["src/server/by-type/two.ts", type("./one")],
);
