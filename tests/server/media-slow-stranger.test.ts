// A slow body from another site's page, sent where uploads go: nobody reads it, so its connection is not kept for it.
import { connect } from "node:net";
import { expect, test, vi } from "vitest";
import { uploadsOfMira } from "../support/upload-routes";
import { waitFor } from "../support/wait-for";

vi.mock("~/server/auth", () => import("../support/signed-in"));
vi.mock("~/server/env", (original) =>
  import("../support/own-address").then((m) => m.withOwnAddress(original)),
);

const { h, served } = uploadsOfMira();

test.each(["https://elsewhere.example"])(
  "a connection that was refused (%s) is closed, its body read or not",
  async (origin) => {
    (globalThis as { roost?: typeof h.roost }).roost = h.roost;
    const { port } = new URL(served.url);
    const heard = { said: "", isOver: false };
    const socket = connect(Number(port), "127.0.0.1", () =>
      socket.write(
        `POST /api/media HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: ${origin}\r\nContent-Length: 100000000\r\n\r\nslow`,
      ),
    );
    socket.on("data", (chunk) => (heard.said += String(chunk)));
    socket.on("error", () => undefined);
    socket.on("close", () => (heard.isOver = true));
    await waitFor(() => heard.said.includes("another site"));
    try {
      expect(heard.said.split("\r\n")[0]).toContain("403");
      expect(heard.said.toLowerCase()).toContain("connection: close");
      await waitFor(() => heard.isOver);
    } finally {
      socket.destroy();
    }
  },
);
