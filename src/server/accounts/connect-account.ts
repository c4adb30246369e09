// An X account signs a person in. Its tokens are stored at every sign-in, for a returning one too: reconnecting
// replaces a dead pair.
import { randomUUID } from "node:crypto";
import { AppError } from "../app-error";
import type { Collaborators } from "../collaborators";
import { isUniqueViolation, type Tx } from "../db";
import { tellQStash } from "../holds/end-hold";
import { noHold } from "../holds/end-run-out-holds";
import { giveTurns } from "../holds/give-turns";
import type { SecretBox } from "../secret-box";
import { outwaitRefresh } from "../x/outwait-refresh";

export type Connection = {
  xUserId: string;
  handle: string;
  name: string;
  avatarUrl: string | null;
  accessToken: string;
  refreshToken: string | null;
  expiresAt: Date;
  scope: string;
  /** The signed-in person who adds this account to theirs; null for a plain sign-in. */
  addTo: string | null;
  /** The account of theirs that was to be connected again; null for any. */
  asked?: string | null;
};

/** `askedHandle`: X signed in another account than the one that was to be connected again. */
export type Connected = { userId: string; askedHandle: string | null };

/**
 * Stores the connection; what waited for it goes out. Returns the person whom this account signs in. Where another account
 * was asked for, one that is not theirs yet is not made theirs: nobody wanted it here.
 * @throws AppError NOT_ALLOWED when the account belongs to another person, or was added to be posted from only.
 */
export async function connectAccount(
  c: Collaborators & { box: SecretBox },
  connection: Connection,
): Promise<Connected> {
  const connect = async () => {
    const now = await c.clock.now();
    return c.db.$transaction(async (tx) => {
      // X has given this pair once: a refresh of the old one is waited for, and not a reason to lose it.
      await outwaitRefresh(tx);
      return upsertAccount(tx, c.box, connection, now);
    });
  };
  const { userId, accountId, isReconnected, askedHandle } = await connect().catch((error: unknown) => {
    // Two first sign-ins at once: the second finds the row of the first.
    if (isUniqueViolation(error)) return connect();
    throw error;
  });
  if (isReconnected) await resume(c, { userId, accountId });
  return { userId, askedHandle };
}

/** The connection stands whatever happens here: what is not given its turn is overdue, and the sweep's. */
async function resume(c: Collaborators, account: { userId: string; accountId: string }): Promise<void> {
  try {
    const given = { scope: account, reasons: ["reconnect"], ranOutAt: null, actor: "owner" as const };
    await tellQStash(c, await giveTurns(c, given), "owner");
  } catch (error) {
    c.log.error({ accountId: account.accountId, error }, "hold.not_resumed");
  }
}

type Stored = Connected & { accountId: string; isReconnected: boolean };

async function upsertAccount(tx: Tx, box: SecretBox, connection: Connection, now: Date): Promise<Stored> {
  const known = await lockKnown(tx, connection.xUserId);
  if (connection.addTo && !(await tx.user.findUnique({ where: { id: connection.addTo } }))) {
    throw new AppError("UNAUTHENTICATED", "The sign-in that was to get this account is gone. Sign in again.");
  }
  if (known && connection.addTo && known.userId !== connection.addTo) {
    throw new AppError("NOT_ALLOWED", `@${connection.handle} already belongs to another Roost sign-in.`);
  }
  if (known && !connection.addTo && !known.signsIn) {
    throw new AppError(
      "NOT_ALLOWED",
      `@${connection.handle} was added to somebody's Roost to be posted from. Sign in with the account that added it.`,
    );
  }
  const asked = await askedInstead(tx, connection);
  const askedHandle = asked?.handle ?? null;
  if (!known && asked)
    return { userId: asked.userId, accountId: asked.id, isReconnected: false, askedHandle };
  const id = known?.id ?? randomUUID();
  const data = {
    handle: connection.handle,
    name: connection.name,
    avatarUrl: connection.avatarUrl,
    accessToken: box.seal(connection.accessToken, id),
    refreshToken: connection.refreshToken ? box.seal(connection.refreshToken, id) : null,
    expiresAt: connection.expiresAt,
    scope: connection.scope,
  };
  if (known) {
    const isReconnected = known.holdReason === "reconnect";
    await tx.xAccount.update({
      where: { id },
      data: {
        ...data,
        tokenVersion: { increment: 1 },
        refreshUnanswered: 0,
        ...(isReconnected ? noHold : {}),
      },
    });
    return { userId: known.userId, accountId: id, isReconnected, askedHandle };
  }
  const userId =
    connection.addTo ?? (await tx.user.create({ data: { id: randomUUID(), name: connection.name } })).id;
  await tx.xAccount.create({
    data: {
      id,
      userId,
      xUserId: connection.xUserId,
      signsIn: connection.addTo === null,
      connectedAt: now,
      ...data,
    },
  });
  return { userId, accountId: id, isReconnected: false, askedHandle };
}

/** Held, so that no hold begins for the old pair between this look and the new one: nothing would ever end it. */
async function lockKnown(tx: Tx, xUserId: string) {
  await tx.$queryRaw`SELECT 1 FROM "XAccount" WHERE "xUserId" = ${xUserId} FOR NO KEY UPDATE`;
  return tx.xAccount.findUnique({ where: { xUserId } });
}

/** The account that was to be connected again, where this is another one. Somebody else's was never asked for. */
async function askedInstead(tx: Tx, { asked, addTo, xUserId }: Connection) {
  if (!asked || !addTo) return null;
  return tx.xAccount.findFirst({
    where: { id: asked, userId: addTo, xUserId: { not: xUserId } },
    select: { id: true, userId: true, handle: true },
  });
}
