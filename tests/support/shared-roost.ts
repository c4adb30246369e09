// The Roost of a test file, by the file's hooks: what is returned here is ready when the first test begins.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { wholeTweet } from "./placed-tweet";
import { type Harness, type HarnessOptions, type Person, startRoost } from "./roost-harness";
import { createSlot } from "./slot";

/** One Roost for all tests of the file. */
export function sharedRoost(options: HarnessOptions = {}): Harness {
  const { slot: h, fill } = createSlot<Harness>();
  let started: Harness | undefined;
  beforeAll(async () => {
    started = await startRoost(options);
    fill(started);
  });
  // Not by what beforeAll returns: that is dropped where a later hook of the file throws.
  afterAll(() => started?.stop());
  return h;
}

/** One Roost for all tests of the file, and one person who has signed up. */
export function sharedRoostWithMira(): { h: Harness; mira: Person } {
  const h = sharedRoost();
  const { slot: mira, fill } = createSlot<Person>();
  beforeAll(async () => fill(await h.signUp("mira")));
  return { h, mira };
}

/** One Roost for all tests of the file; before each, nobody's tweets, no messages, no faults, and a new person. */
export function emptiedRoost(): { h: Harness; mira: Person } {
  const h = sharedRoost();
  const { slot: mira, fill } = createSlot<Person>();
  beforeEach(async () => {
    await h.qstash("/_sandbox/reset", { method: "POST" });
    await h.db.user.deleteMany();
    fill(await h.signUp(`mira_${randomUUID().slice(0, 6)}`));
  });
  return { h, mira };
}

/**
 * One Roost for all tests of the file, and a new person before each, beside those of the tests before; how one of their
 * tweets looks to them, and as a whole row.
 */
export function roostWithNewcomers() {
  const h = sharedRoost();
  const { slot: person, fill } = createSlot<Person>();
  beforeEach(async () => fill(await h.signUp(`p_${randomUUID().slice(0, 8)}`)));
  return {
    h,
    person,
    view: (id: string) => person.caller.tweet.get({ id }),
    rowOf: (id: string) => wholeTweet(h.db, id),
  };
}
