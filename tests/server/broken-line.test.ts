// A line that breaks once X has the call: nobody can know what X did with it, whatever the system calls the break.
import { randomUUID } from "node:crypto";
import { Agent, createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createPublisher } from "~/server/x/publisher";
import { deliverTo, dueTweet } from "../support/due-tweet";
import { wholeTweet } from "../support/placed-tweet";
import type { Harness } from "../support/roost-harness";
import { sharedRoost } from "../support/shared-roost";

const h = sharedRoost();

/** X's address, where a call is read to its end, and its line then breaks as the system says. */
let server: Server;
let breakAs = "";

beforeAll(async () => {
  const lines: Socket[] = [];
  const connect = Agent.prototype.createConnection;
  vi.spyOn(Agent.prototype, "createConnection").mockImplementation(function (this: Agent, ...args) {
    const socket = connect.apply(this, args) as Socket;
    lines.push(socket);
    return socket;
  });
  server = createServer((request) => {
    request.resume().on("end", () => {
      const line = lines.find(({ localPort }) => localPort === request.socket.remotePort);
      line?.destroy(Object.assign(new Error(`read ${breakAs}`), { code: breakAs, syscall: "read" }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => {
  vi.restoreAllMocks();
  server.closeAllConnections();
  server.close();
});

test.each(["EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT", "ECONNRESET"])(
  "%s while X's answer is waited for leaves in doubt whether it posted",
  async (code) => {
    breakAs = code;
    const person = await h.signUp(`p_${randomUUID().slice(0, 8)}`);
    const tweet = await dueTweet(h, person, `line ${randomUUID()}`);
    await deliverTo({ ...h.roost, publisher: publisherAt(h, server) }, tweet);
    const { attempts, status } = await wholeTweet(h.db, tweet.id);
    expect(status).toBe("PUBLISHING");
    expect(attempts).toEqual([expect.objectContaining({ settlingSince: expect.any(Date) })]);
  },
);

function publisherAt({ db, clock, env, roost: { box, log, publisher } }: Harness, at: Server) {
  const { port } = at.address() as AddressInfo;
  const apiBaseUrl = `http://127.0.0.1:${port}`;
  const app = { apiBaseUrl, clientId: env.X_CLIENT_ID, clientSecret: env.X_CLIENT_SECRET };
  return createPublisher({ db, clock, box, log, webUrl: publisher.webUrl, app });
}
