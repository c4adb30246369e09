// Of several reconcilers one does the work. The lease saves double work only: every write is guarded without it.
import type { Collaborators } from "~/server/collaborators";

/** Under a minute, so that the next minute's pass finds the lease of a dead holder over. */
const leaseMs = 50_000;

/**
 * Takes or renews the lease of this name. Returns false while another holder has it. One that is to last longer than any
 * was given before the database's clock was set back, and its holder renews it if it lives.
 */
export async function takeLease(c: Collaborators, name: string, holder: string): Promise<boolean> {
  const taken = await c.db.$executeRaw`
    INSERT INTO "Lease" AS l ("name", "holder", "until")
    VALUES (${name}, ${holder}, clock_timestamp() + ${leaseMs} * interval '1 millisecond')
    ON CONFLICT ("name") DO UPDATE SET "holder" = EXCLUDED."holder", "until" = EXCLUDED."until"
    WHERE l."holder" = EXCLUDED."holder" OR l."until" <= clock_timestamp()
      OR l."until" > clock_timestamp() + ${2 * leaseMs} * interval '1 millisecond'`;
  return taken === 1;
}

/** Gives the lease back, so that another need not wait for its end. Does nothing where another has it. */
export async function releaseLease(c: Collaborators, name: string, holder: string): Promise<void> {
  await c.db.lease.deleteMany({ where: { name, holder } });
}
