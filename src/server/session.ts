// What a session with the database is asked for when it begins.

/**
 * What Roost counts on in a session, whatever the server, the database or its role have set. The adapter of Prisma writes
 * times as UTC without saying so and takes what it reads for UTC, in ISO's form: in another zone every time is off by the
 * offset, and that of the machine on which a server was set up is often its default. What is read after a lock is to be
 * what the lock's last holder wrote. What was committed before X was asked is to be there when the server has died since:
 * else the part would be sent a second time.
 * Source: https://www.postgresql.org/docs/18/libpq-connect.html#LIBPQ-CONNECT-OPTIONS
 */
const settings = {
  TimeZone: "UTC",
  DateStyle: "ISO",
  search_path: "public",
  default_transaction_isolation: "read\\ committed",
  synchronous_commit: "on",
};

/**
 * The address without the settings that it asks for, and these together with Roost's own, which win. Beside an address
 * that asks for some, the driver would overlook ours.
 */
export function asking(databaseUrl: string): { connectionString: string; options: string } {
  const ours = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  const url = new URL(databaseUrl);
  const theirs = url.searchParams.get("options");
  if (theirs === null) return { connectionString: databaseUrl, options: ours.join(" ") };
  url.searchParams.delete("options");
  return { connectionString: url.href, options: [theirs, ...ours].join(" ") };
}
