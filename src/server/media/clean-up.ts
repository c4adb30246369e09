// Removes uploads that no tweet has used for a day, and files that no upload names; what was deleted long ago uses none. A file that is being put has its row
// already, and whoever is about to write one holds the file's lock; so neither is ever taken from under anybody.
import { policy } from "~/domain/policy";
import type { Collaborators } from "../collaborators";
import { isForeignKeyViolation } from "../db";
import { countAction, emptyReport, type PassReport } from "../tweets/pass-report";
import { tryLockFile } from "./lock-file";

const isHash = /^[0-9a-f]{64}$/;
/** A file is removed under its lock, within one answer of the store and its retries. */
const removeTimeoutMs = 60_000;

/** One pass; what it met is in the report's actions. `seen` counts uploads and files. */
export async function cleanUpMedia(c: Collaborators): Promise<PassReport> {
  const report = emptyReport();
  const nowMs = (await c.clock.now()).getTime();
  const before = new Date(nowMs - policy.media.unusedMs);
  await letGoOfDeleted(c, new Date(nowMs - policy.media.deletedMs));
  await removeUnused(c, before, report);
  for await (const page of c.media.list()) {
    const old = page.filter(({ key, storedAt }) => isHash.test(key) && storedAt < before);
    report.seen += old.length;
    await removeUnnamed(
      c,
      old.map(({ key }) => key),
      report,
    );
  }
  countAction(report, "leftovers removed", await c.media.removeLeftovers(before));
  return report;
}

async function letGoOfDeleted(c: Collaborators, before: Date): Promise<void> {
  const isOver = { deletedAt: { lt: before }, attempts: { none: { endedAt: null } } };
  await c.db.partMedia.deleteMany({ where: { part: { tweet: isOver } } });
}

async function removeUnused(c: Collaborators, before: Date, report: PassReport): Promise<void> {
  const unused = { neededAt: { lt: before }, uses: { none: {} } };
  const found = await c.db.media.findMany({ where: unused, select: { id: true } });
  report.seen += found.length;
  for (const { id } of found) {
    try {
      const { count } = await c.db.media.deleteMany({ where: { id, ...unused } });
      countAction(report, "uploads removed", count);
    } catch (error) {
      // A tweet took it in this very moment, so it stays.
      if (!isForeignKeyViolation(error)) throw error;
    }
  }
}

async function removeUnnamed(c: Collaborators, keys: string[], report: PassReport): Promise<void> {
  const rows = await c.db.media.findMany({ where: { sha256: { in: keys } }, select: { sha256: true } });
  const named = new Set(rows.map(({ sha256 }) => sha256));
  for (const key of keys.filter((candidate) => !named.has(candidate))) {
    try {
      if (await removeFile(c, key)) countAction(report, "files removed");
    } catch (error) {
      c.log.error({ error }, "media.file_unremoved");
      report.errors += 1;
    }
  }
}

function removeFile(c: Collaborators, key: string): Promise<boolean> {
  return c.db.$transaction(
    async (tx) => {
      const isFree = (await tryLockFile(tx, key)) && (await tx.media.count({ where: { sha256: key } })) === 0;
      if (isFree) await c.media.remove(key);
      return isFree;
    },
    { timeout: removeTimeoutMs },
  );
}
