// Somebody else's transaction holds the lock of a row, as a hung migration or a forgotten console does.
import pg from "pg";
import type { Life } from "./life";

export type HeldRow = { letGo: () => Promise<void> };

/** Holds one row for so long, of virtual time, unless all are taken. */
export async function holdRow(
  life: Life,
  name: string,
  { table, forMs }: { table: "Tweet" | "XAccount"; forMs: number },
): Promise<void> {
  const { ground } = life;
  const ids = (table === "Tweet" ? life.last.tweets : life.last.accounts).map(({ id }) => id);
  if (ids.length === 0) return;
  const client = new pg.Client({ connectionString: ground.databaseUrl });
  await client.connect();
  await client.query("BEGIN");
  const lock = `SELECT 1 FROM "${table}" WHERE "id" = $1 FOR UPDATE SKIP LOCKED`;
  const { rowCount } = await client.query(lock, [life.random.pick(ids)]);
  if (rowCount) life.troubles.strike(name);
  let isHeld = true;
  const row: HeldRow = {
    letGo: async () => {
      if (!isHeld) return;
      isHeld = false;
      life.heldRows.delete(row);
      await client.query("ROLLBACK");
      await ground.stirring.track(client.end());
    },
  };
  life.heldRows.add(row);
  ground.time.setTimer(ground.time.now() + forMs, () => void row.letGo());
}

/** Lets go of all that is held in this life. */
export async function letRowsGo(life: Life): Promise<void> {
  await Promise.all([...life.heldRows].map((row) => row.letGo()));
}
