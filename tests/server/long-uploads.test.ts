import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { policy } from "~/domain/policy";
import { allowLongUploads } from "~/server/media/allow-long-uploads";

it("a server that somebody else made gives an upload the time that it needs over a slow line", async () => {
  allowLongUploads();
  const server = createServer((_, response) => response.end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  expect(server.requestTimeout).toBeLessThan(policy.media.uploadMaxMs);
  await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  expect(server.requestTimeout).toBe(policy.media.uploadMaxMs);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
