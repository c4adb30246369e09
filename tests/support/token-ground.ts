// People whose tokens come to their end, for tests of what Roost does then.
import { randomUUID } from "node:crypto";
import { afterEach } from "vitest";
import type { Harness, Person } from "./roost-harness";

/** Called at the head of a test file. After each test X misbehaves no more, and the app is on no hold. */
export function tokenGround(h: Harness) {
  afterEach(async () => {
    await h.x("/_sandbox/faults", { method: "DELETE" });
    await h.db.appHold.deleteMany();
  });
  return {
    signUp: (): Promise<Person> => h.signUp(`p_${randomUUID().slice(0, 8)}`),
    rowOf: ({ accountId }: Person) => h.db.xAccount.findUniqueOrThrow({ where: { id: accountId } }),
    view: (person: Person, id: string) => person.caller.tweet.get({ id }),

    /** What happened to a person's tokens at X. */
    grants: async (person: Person): Promise<Record<string, number>> =>
      (await h.x(`/_sandbox/tokens?handle=${person.handle}`)).counts,

    /** Brings the access token this near to its end, as Roost knows it. */
    expiresIn: async (person: Person, ms: number) =>
      h.db.xAccount.update({
        where: { id: person.accountId },
        data: { expiresAt: new Date((await h.clock.now()).getTime() + ms) },
      }),

    refreshFault: (person: Person, kind: string, params: object = {}, count: number | null = null) =>
      h.x("/_sandbox/faults", {
        method: "POST",
        body: { kind, params, count, match: { handle: person.handle } },
      }),
  };
}
