import { createServer, type Server } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { choosePorts } from "../../sandbox/stack/ports";
import { portVariables, readSettings } from "../../sandbox/stack/settings";
import { freePort } from "../support/free-port";
import { prepareStandIns, type StandIns } from "../support/stand-in/start";

const holders: Server[] = [];

afterEach(async () => {
  await Promise.all(holders.splice(0).map((holder) => new Promise((resolve) => holder.close(resolve))));
});

/** Something else that listens on a port of this machine. */
async function takePort(host: string): Promise<number> {
  const port = await freePort();
  const holder = createServer();
  holders.push(holder);
  await new Promise<void>((resolve) => holder.listen(port, host, resolve));
  return port;
}

async function freePorts() {
  const ports = [];
  for (const _ of Object.keys(portVariables)) ports.push(await freePort());
  const [web = 0, qstash = 0, x = 0, reconciler = 0, database = 0] = ports;
  return { web, qstash, x, reconciler, database };
}

test.each(["127.0.0.1", "0.0.0.0", "::"])(
  "a port taken on %s is replaced by a later free one, and said",
  async (host) => {
    const wanted = { ...(await freePorts()), web: await takePort(host) };
    const said: string[] = [];
    const chosen = await choosePorts(wanted, (line) => said.push(line));
    expect(chosen.web).toBeGreaterThan(wanted.web);
    expect({ ...chosen, web: wanted.web }).toEqual(wanted);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(`port ${wanted.web} is taken: web uses ${chosen.web}`);
  },
);

test("free ports are kept, and nothing is said", async () => {
  const wanted = await freePorts();
  const said: string[] = [];
  expect(await choosePorts(wanted, (line) => said.push(line))).toEqual(wanted);
  expect(said).toEqual([]);
});

test("two parts that want one port never get the same", async () => {
  const wanted = await freePorts();
  const chosen = await choosePorts({ ...wanted, qstash: wanted.web }, () => undefined);
  expect(new Set(Object.values(chosen)).size).toBe(Object.values(chosen).length);
});

test("a replacement never takes the port that another part wants", async () => {
  const web = await takePort("127.0.0.1");
  const wanted = { ...(await freePorts()), web, reconciler: web + 1 };
  const chosen = await choosePorts(wanted, () => undefined);
  expect(chosen.web).not.toBe(web + 1);
});

test.each(["0", "65536", "-1", "80a", "3000.5", " "])(
  "a port of %j is refused by the variable's name",
  (value) => {
    const read = () => readSettings("/", { ROOST_QSTASH_PORT: value }, []);
    expect(read).toThrow(
      /^ROOST_QSTASH_PORT is ".*"\. It should be a port: a whole number from 1 to 65535, such as 8080\.$/,
    );
  },
);

test("without variables the usual ports and folder are chosen", () => {
  expect(readSettings("/srv/roost", {}, [])).toMatchObject({
    dataDir: "/srv/roost/.data",
    ports: { web: 3000, qstash: 8080, x: 8090, reconciler: 3100, database: 54320 },
    production: false,
  });
});

test("an unknown option is refused with those that are known", () => {
  expect(() => readSettings("/", {}, ["--prod"])).toThrow(
    '"--prod" is not an option. There are --production and --without-web.',
  );
});

let standIns: StandIns | undefined;
beforeEach(() => {
  standIns = undefined;
});
afterEach(() => standIns?.clean());

test("a start with the web, QStash and X ports taken comes up beside them", async () => {
  standIns = await prepareStandIns();
  const taken = {
    ROOST_WEB_PORT: String(await takePort("::")),
    ROOST_QSTASH_PORT: String(await takePort("127.0.0.1")),
    ROOST_X_PORT: String(await takePort("0.0.0.0")),
  };
  const start = standIns.start(taken);
  await start.ready();
  for (const port of Object.values(taken)) expect(start.output()).toContain(`port ${port} is taken`);
  const [, address] = /^ready {2}(\S+)$/m.exec(start.output()) ?? [];
  expect((await fetch(`${address}/`)).status).toBe(200);
});
