// A delivery keeps its place in QStash for a while only: a publication that takes longer goes on after the answer. So
// many may, in all and of one account and person; where there is no room a delivery keeps its place until there is.
import { policy } from "~/domain/policy";
import type { Collaborators } from "../collaborators";
import type { Db } from "../db";
import type { Claimed } from "./claim";

export type GoOn = {
  /** How long an answer waits for the end. */
  placeMs: number;
  /** Keeps the process for work that goes on after the answer. It never fails. */
  keep: (work: Promise<unknown>) => void;
};

type Subject = Pick<Claimed, "tweetId" | "attemptId" | "accountId" | "userId">;

/** Those that wait for room, the first first. */
type Waiting = { subject: Subject; enter: () => void };

type Room = { waiting: Waiting[]; total: number; countOf: Map<string, number> };

/** Of each process: it has one database. */
const rooms = new WeakMap<Db, Room>();

/**
 * Returns what comes of the work; null when it goes on without its delivery. What then fails is logged: the lease ends.
 * @throws what the work throws, as long as it is waited for.
 */
export async function waitOrGoOn<T>(
  c: Pick<Collaborators, "db" | "log">,
  subject: Subject,
  work: Promise<T>,
  { placeMs, keep }: GoOn,
): Promise<T | null> {
  const room = roomOf(c.db);
  const onEnd: OnEnd = (then) => void work.then(then, then);
  if (!(await isOutlasted(placeMs, onEnd)) || !(await hasEntered(room, subject, onEnd))) return work;
  const { tweetId, attemptId } = subject;
  c.log.info({ tweetId, attemptId }, "delivery.goes_on");
  const logged = work.catch((error: unknown) =>
    c.log.error({ tweetId, attemptId, error }, "tweet.publish_failed"),
  );
  keep(logged.finally(() => leave(room, subject)));
  return null;
}

/** Calls it when the work has ended, however it did. */
type OnEnd = (then: () => void) => void;

/** Whether this much time passes before the work has ended. */
function isOutlasted(ms: number, onEnd: OnEnd): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), ms);
    onEnd(() => {
      clearTimeout(timer);
      resolve(false);
    });
  });
}

/** Whether it finds room before the work has ended. */
function hasEntered(room: Room, subject: Subject, onEnd: OnEnd): Promise<boolean> {
  return new Promise((resolve) => {
    const waiting: Waiting = { subject, enter: () => resolve(true) };
    room.waiting.push(waiting);
    letIn(room);
    onEnd(() => {
      room.waiting = room.waiting.filter((other) => other !== waiting);
      resolve(false);
    });
  });
}

function letIn(room: Room): void {
  const next = room.waiting.find(({ subject }) => hasRoom(room, subject));
  if (!next) return;
  room.waiting = room.waiting.filter((other) => other !== next);
  count(room, next.subject, 1);
  next.enter();
  letIn(room);
}

function hasRoom({ total, countOf }: Room, { accountId, userId }: Subject): boolean {
  const { placeless, placelessPerAccount, placelessPerPerson } = policy.delivery;
  return (
    total < placeless &&
    (countOf.get(accountId) ?? 0) < placelessPerAccount &&
    (countOf.get(userId) ?? 0) < placelessPerPerson
  );
}

function leave(room: Room, subject: Subject): void {
  count(room, subject, -1);
  letIn(room);
}

function count(room: Room, { accountId, userId }: Subject, change: 1 | -1): void {
  room.total += change;
  for (const id of [accountId, userId]) {
    const next = (room.countOf.get(id) ?? 0) + change;
    if (next > 0) room.countOf.set(id, next);
    else room.countOf.delete(id);
  }
}

function roomOf(db: Db): Room {
  const room = rooms.get(db) ?? { waiting: [], total: 0, countOf: new Map() };
  rooms.set(db, room);
  return room;
}
