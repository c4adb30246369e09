import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { policy } from "~/domain/policy";
import { allowLongUploads } from "~/server/media/allow-long-uploads";
import { waitFor } from "../support/wait-for";

const shortMs = 100;
let server: Server;
let port: number;
let read: string[];

beforeEach(async () => {
  allowLongUploads({ ...policy.request, maxArrivalMs: shortMs });
  read = [];
  server = createServer((request, response) => {
    request.on("data", (chunk) => read.push(String(chunk)));
    request.on("error", () => undefined);
    response.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Sends the head and a few bytes of a body of a hundred. */
function slowly(path: string) {
  const heard = { said: "", isOver: false };
  const socket: Socket = connect(port, "127.0.0.1", () =>
    socket.write(`POST ${path} HTTP/1.1\r\nHost: roost\r\nContent-Length: 100\r\n\r\nslow ${path}`),
  );
  socket.on("data", (chunk) => (heard.said += String(chunk)));
  socket.on("error", () => undefined);
  socket.on("close", () => (heard.isOver = true));
  return { heard, end: () => socket.destroy() };
}

it("a server that somebody else made gives an upload the time that it needs over a slow line", async () => {
  expect(server.requestTimeout).toBeLessThan(policy.media.uploadMaxMs);
  server.on("request", (_, response) => response.end());
  await fetch(`http://127.0.0.1:${port}`);
  expect(server.requestTimeout).toBe(policy.media.uploadMaxMs);
});

it("nobody holds a connection with a slow body elsewhere: it is ended, and an upload goes on", async () => {
  const upload = slowly("/api/media");
  await waitFor(() => read.length === 1);
  const others = ["/api/qstash/post-tweet", "/api/trpc/tweet.schedule", "/studio", "/api/media/any"].map(
    slowly,
  );
  await waitFor(() => others.every(({ heard }) => heard.isOver));
  expect(others.map(({ heard }) => heard.said.split("\r\n")[0])).toEqual(
    others.map(() => "HTTP/1.1 408 Request Timeout"),
  );
  expect(upload.heard).toEqual({ said: "", isOver: false });
  upload.end();
});

it("a body that has come is answered, however long that takes, and though nobody has read it yet", async () => {
  const answers: (() => void)[] = [];
  server
    .removeAllListeners("request")
    .on("request", (_, response) => answers.push(() => response.end("late")));
  const answered = fetch(`http://127.0.0.1:${port}/api/trpc`, { method: "POST", body: "{}" });
  await waitFor(() => answers.length === 1);
  const slow = slowly("/api/trpc");
  await waitFor(() => slow.heard.isOver);
  answers[0]?.();
  expect(await (await answered).text()).toBe("late");
});
