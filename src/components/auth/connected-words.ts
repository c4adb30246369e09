import type { AccountView } from "~/server/tweets/view";

/** What the address says of a connection that was just made: which account X signed in, and which one was asked for. */
export type Connection = { connected: string } | { signedIn: string; asked: string };

type Address = { [name: string]: string | string[] | undefined };

const isHandle = (value: unknown): value is string => typeof value === "string" && /^\w{1,15}$/.test(value);

/** Null where the address tells of none. */
export function readConnection({ connected, signedIn, asked }: Address): Connection | null {
  if (isHandle(connected)) return { connected };
  return isHandle(signedIn) && isHandle(asked) ? { signedIn, asked } : null;
}

/** What is said of it. Null where the account it tells of is none of the person's: anybody can write an address. */
export function connectedWords(
  connection: Connection,
  accounts: Pick<AccountView, "handle" | "hold" | "pausedAt">[],
): { title: string; lines: string[]; isWrong: boolean } | null {
  const isWrong = "asked" in connection;
  const own = accounts.find(({ handle }) => handle === (isWrong ? connection.asked : connection.connected));
  if (!own) return null;
  if (isWrong) {
    // Another tab may have connected it meanwhile.
    const lines =
      own.hold?.reason === "reconnect"
        ? [`@${own.handle} still has to be connected: switch to it on X, then connect it again here.`]
        : [];
    return { title: `X signed in @${connection.signedIn}, not @${own.handle}`, lines, isWrong };
  }
  const held = own.hold ? [own.hold.text] : own.pausedAt ? ["It is paused: its tweets wait."] : [];
  return { title: `@${own.handle} is connected`, lines: held, isWrong };
}
