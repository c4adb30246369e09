// A pair of connected sockets without a network: what one writes the other reads, in this process.
import { Duplex } from "node:stream";

export type MemorySocket = Duplex & { remoteAddress: string };

export type Far = {
  /** The near side has written. */
  onData: (chunk: Buffer) => void;
  /** The near side has ended, or was destroyed. */
  onClose: () => void;
};

/** One side of a connection. What is handed to `push` arrives on it; what is written goes to `far`. */
export function createMemorySocket(far: Far): MemorySocket {
  let isClosed = false;
  const close = () => {
    if (isClosed) return;
    isClosed = true;
    far.onClose();
  };
  const socket = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _, done) => {
      far.onData(chunk);
      done();
    },
    final: (done) => {
      done();
    },
    destroy: (error, done) => {
      close();
      done(error);
    },
  });
  // What node:http asks of a network socket.
  const same = () => socket;
  return Object.assign(socket, {
    remoteAddress: "127.0.0.1",
    setTimeout: same,
    setNoDelay: same,
    setKeepAlive: same,
    ref: same,
    unref: same,
  });
}
