import type { IForbiddenRuleType } from "dependency-cruiser";

export type ImportRule = IForbiddenRuleType & { name: string; comment: string };

const ours = "^(src|reconciler|sandbox|prisma|tests)/";

/** A package by its name: where npm put it, or as it was written when it is not installed. */
const packages = (...names: string[]) => `(^|/node_modules/|^node_modules/)(${names.join("|")})(/|$)`;

const erased = ["type-only" as const];

const rules: ImportRule[] = [
  {
    name: "domain-stands-alone",
    comment: "The domain is pure rules: hand it what it needs as an argument, and keep I/O in src/server.",
    from: { path: "^src/domain/" },
    to: { pathNot: ["^src/domain/", packages("twitter-text", "date-fns", "@date-fns/tz")] },
  },
  {
    name: "server-knows-no-pages",
    comment: "Verbs are called by pages, routes and jobs: move what both need to src/server or src/domain.",
    from: { path: "^src/server/" },
    to: { path: "^(src/(app|components|trpc)|reconciler|sandbox|tests)/" },
  },
  {
    name: "verbs-hold-no-http",
    comment: "A verb takes and returns plain values: let the route or the router speak HTTP and call it.",
    from: { path: "^src/server/(tweets|accounts|notices)/" },
    to: { path: ["^src/server/routers/", "^(node:)?https?$", packages("next", "next-auth", "@trpc/[^/]+")] },
  },
  {
    name: "routers-hold-no-queries",
    comment: "A router parses, calls one verb and returns: write the query in a verb in src/server.",
    from: { path: "^src/server/routers/" },
    to: { path: ["^src/server/db\\.", "^src/generated/", packages("pg", "@prisma/[^/]+")] },
  },
  {
    name: "browser-knows-the-server-by-type",
    comment:
      "Components call tRPC: import the server's types with `import type`, and its values from src/domain.",
    from: { path: "^src/(components|trpc)/" },
    to: { path: "^src/server/", dependencyTypesNot: erased },
  },
  {
    name: "components-know-no-pages",
    comment: "Pages are made of components, never the other way: move what both need to src/components.",
    from: { path: "^src/(components|trpc)/" },
    to: { path: "^src/app/" },
  },
  {
    name: "reconciler-is-a-leaf",
    comment:
      "The reconciler is deployed by itself: move what others need to src/server. Only tests may look in.",
    from: { path: ours, pathNot: "^(reconciler|tests)/" },
    to: { path: "^reconciler/" },
  },
  {
    name: "reconciler-calls-verbs",
    comment: "The reconciler calls src/server, as a route does: pages and components are not its business.",
    from: { path: "^reconciler/" },
    to: { path: "^src/(app|components|trpc)/" },
  },
  {
    name: "product-knows-no-sandbox",
    comment: "Roost meets the sandbox over HTTP and environment variables, as it meets the real services.",
    from: { path: "^(src|reconciler|prisma)/" },
    to: { path: "^(sandbox|tests)/" },
  },
  {
    name: "sandbox-knows-no-product",
    comment:
      "A stand-in that shares Roost's code shares its mistakes: write it from what the real service does.",
    from: { path: "^sandbox/" },
    to: { path: "^(src|reconciler|tests)/" },
  },
  {
    name: "only-qstash-knows-qstash",
    comment: "Ask the queue in src/server/qstash, and add there what it lacks.",
    from: { path: ours, pathNot: "^(src/server/qstash|tests)/" },
    to: { path: packages("@upstash/qstash") },
  },
  {
    name: "only-x-knows-x",
    comment: "Ask the publisher in src/server/x, and add there what it lacks.",
    from: { path: ours, pathNot: "^(src/server/x|tests)/" },
    to: { path: packages("twitter-api-v2") },
  },
  {
    name: "only-the-server-knows-the-database",
    comment: "Call a verb in src/server; for what a page shows, use its view and not the row.",
    from: { path: "^(src|reconciler|sandbox)/", pathNot: "^src/(server|generated)/" },
    to: { path: "^src/generated/" },
  },
  {
    name: "production-runs-on-dependencies",
    comment: "Only `dependencies` are installed in production: move the package there in package.json.",
    from: { path: "^(src|reconciler)/" },
    to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: erased },
  },
  {
    name: "no-cycles",
    comment: "Move what both files need into a third one that imports neither.",
    from: {},
    // A type is erased before anything runs, so it can make no file wait for another.
    to: { circular: true, viaOnly: { dependencyTypesNot: erased } },
  },
  {
    name: "no-unresolved",
    comment: "This import leads nowhere, so no other rule sees it: mend its path, or install the package.",
    from: {},
    to: { couldNotResolve: true },
  },
];

/**
 * Arrows point one way: app, reconciler -> server -> domain. What a rule's comment says is what to do instead.
 * `from` and `to` are paths from the project's folder. Every rule broken is an error.
 */
export const importRules: ImportRule[] = rules.map((rule) => ({ ...rule, severity: "error" }));
