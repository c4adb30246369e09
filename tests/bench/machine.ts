// What the figures were measured on: without it they say little.
import { cpus, release, totalmem, type } from "node:os";

const bytesPerGigabyte = 2 ** 30;

export type Machine = { cores: number; processor: string; memory: string; system: string; node: string };

export function readMachine(): Machine {
  const [first] = cpus();
  return {
    cores: cpus().length,
    processor: first?.model.trim() || "an unnamed processor",
    memory: `${Math.round(totalmem() / bytesPerGigabyte)} GB`,
    system: `${type()} ${release()}`,
    node: process.version,
  };
}

export function machineInWords({ cores, processor, memory, system, node }: Machine): string {
  return `${cores} cores (${processor}), ${memory}, ${system}, Node ${node}`;
}
