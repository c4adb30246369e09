const ascii = (bytes: Buffer, from: number, to: number): string =>
  bytes.subarray(from, to).toString("latin1");

const signatures: [type: string, isIt: (bytes: Buffer) => boolean][] = [
  ["image/jpeg", (bytes) => ascii(bytes, 0, 3) === "\xff\xd8\xff"],
  ["image/png", (bytes) => ascii(bytes, 0, 8) === "\x89PNG\r\n\x1a\n"],
  ["image/gif", (bytes) => /^GIF8[79]a$/.test(ascii(bytes, 0, 6))],
  ["image/webp", (bytes) => ascii(bytes, 0, 4) === "RIFF" && ascii(bytes, 8, 12) === "WEBP"],
  ["image/bmp", (bytes) => ascii(bytes, 0, 2) === "BM"],
  ["image/tiff", (bytes) => /^(II\*\0|MM\0\*)$/.test(ascii(bytes, 0, 4))],
  ["video/quicktime", (bytes) => ascii(bytes, 4, 12) === "ftypqt  "],
  ["video/mp4", (bytes) => ascii(bytes, 4, 8) === "ftyp"],
  ["video/webm", (bytes) => ascii(bytes, 0, 4) === "\x1aE\xdf\xa3"],
  ["video/mp2t", (bytes) => ascii(bytes, 0, 1) === "G" && ascii(bytes, 188, 189) === "G"],
];

/** What a file is by its first bytes; null when it is nothing that X takes. */
export function sniffType(firstBytes: Buffer): string | null {
  return signatures.find(([, isIt]) => isIt(firstBytes))?.[0] ?? null;
}

const pictures = ["image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp"];

/** Whether every browser shows it as an image. */
export const isPicture = (type: string | null): type is string => type !== null && pictures.includes(type);
