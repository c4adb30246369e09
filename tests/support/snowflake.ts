const epochMs = 1_288_834_974_657n;
let sequence = 0n;

/** An id as X would have made it at that moment; each one another. */
export function xIdMadeAt(at: Date): string {
  sequence += 1n;
  return String(((BigInt(at.getTime()) - epochMs) << 22n) + sequence);
}
