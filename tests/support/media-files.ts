// Small files that are what they say: images that decode, films whose index holds.
import { crc32, deflateSync } from "node:zlib";

const u16 = (value: number) => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
};
const u32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

/** `seed` makes its bytes its own. */
export function png(width = 3, height = 2, seed = "", extra: Buffer[] = []): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    return Buffer.concat([u32(data.length), body, u32(crc32(body))]);
  };
  const rows = Buffer.alloc(height * (1 + width * 3), 0);
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    chunk("IHDR", Buffer.concat([u32(width), u32(height), Buffer.from([8, 2, 0, 0, 0])])),
    ...extra.map((data) => chunk("iCCP", data)),
    chunk("tEXt", Buffer.from(`seed\0${seed}`)),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** One grey pixel, scaled up in the header only. `orientation` as a camera writes it. */
export function jpeg(width = 3, height = 2, seed = "", orientation?: number): Buffer {
  const segment = (marker: number, data: Buffer) =>
    Buffer.concat([Buffer.from([0xff, marker]), u16(data.length + 2), data]);
  const exif = (value: number) =>
    Buffer.concat([
      Buffer.from("Exif\0\0MM\0*", "latin1"),
      u32(8),
      u16(1),
      u16(0x0112),
      u16(3),
      u32(1),
      u16(value),
      u16(0),
      u32(0),
    ]);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from("4a46494600010100000100010000", "hex")),
    ...(orientation ? [segment(0xe1, exif(orientation))] : []),
    segment(0xfe, Buffer.from(`seed ${seed}`)),
    segment(0xdb, Buffer.concat([Buffer.from([0]), Buffer.alloc(64, 1)])),
    segment(0xc0, Buffer.concat([Buffer.from([8]), u16(height), u16(width), Buffer.from([1, 1, 0x11, 0])])),
    segment(0xc4, Buffer.concat([Buffer.from([0, 1]), Buffer.alloc(15), Buffer.from([0])])),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from([0x12, 0xff, 0x00, 0x34, 0xff, 0xd9]),
  ]);
}

export function gif(width = 3, height = 2, seed = ""): Buffer {
  const le = (value: number) => Buffer.from([value & 0xff, value >> 8]);
  const note = Buffer.from(seed.slice(0, 255), "latin1");
  return Buffer.concat([
    Buffer.from("GIF89a"),
    le(width),
    le(height),
    Buffer.from([0x80, 0, 0, 0, 0, 0, 255, 255, 255]),
    ...(note.length ? [Buffer.from([0x21, 0xfe, note.length]), note, Buffer.from([0])] : []),
    Buffer.from([0x2c, 0, 0, 0, 0]),
    le(width),
    le(height),
    Buffer.from([0, 2, 2, 0x4c, 0x01, 0, 0x3b]),
  ]);
}

/** In the extended form, which says its size first. */
export function webp(width = 3, height = 2, seed = ""): Buffer {
  const le24 = (value: number) => Buffer.from([value & 0xff, (value >> 8) & 0xff, value >> 16]);
  const chunk = (type: string, data: Buffer) => {
    const size = Buffer.alloc(4);
    size.writeUInt32LE(data.length);
    return Buffer.concat([Buffer.from(type, "latin1"), size, data, Buffer.alloc(data.length % 2)]);
  };
  const body = Buffer.concat([
    Buffer.from("WEBP"),
    chunk("VP8X", Buffer.concat([Buffer.from([0, 0, 0, 0]), le24(width - 1), le24(height - 1)])),
    chunk("VP8L", Buffer.from([0x2f, 0, 0, 0, 0, 7])),
    chunk("XMP ", Buffer.from(`seed ${seed}`)),
  ]);
  return Buffer.concat([Buffer.from("RIFF"), u32(body.length).reverse(), body]);
}

export type Film = {
  durationMs?: number;
  width?: number;
  height?: number;
  /** Of the film itself, before or after its index. */
  bytes?: number;
  isIndexLast?: boolean;
  /** Four letters: isom, or qt and two spaces for a MOV. */
  brand?: string;
  isTurned?: boolean;
  /** In the 64-bit forms of its boxes. */
  isLong?: boolean;
  /** In fragments, whose header says how long they are together; or in those that do not say. */
  fragments?: "told" | "untold";
  hasPicture?: boolean;
  seed?: string;
};

export const box = (type: string, ...data: Buffer[]): Buffer => {
  const body = Buffer.concat(data);
  return Buffer.concat([u32(body.length + 8), Buffer.from(type, "latin1"), body]);
};

/** An MP4 or MOV: its index is true, its film is noise. */
export function film(options: Film = {}): Buffer {
  const { bytes = 1000, brand = "isom", isIndexLast = false, seed = "" } = options;
  const type = box("ftyp", Buffer.from(brand), u32(0), Buffer.from("isommp42"));
  const index = filmIndex(options);
  const data = box("mdat", Buffer.from(seed), Buffer.alloc(Math.max(0, bytes - seed.length), 7));
  return Buffer.concat(isIndexLast ? [type, data, index] : [type, index, data]);
}

function filmIndex(options: Film): Buffer {
  const { durationMs = 10_000, width = 640, height = 360, hasPicture = true, isLong, fragments } = options;
  const matrix = (
    options.isTurned ? [0, 1, 0, -1, 0, 0, 0, 0, 0x4000] : [1, 0, 0, 0, 1, 0, 0, 0, 0x4000]
  ).map((value) => u32((value * 0x10000) >>> 0));
  const whole = fragments ? 0 : durationMs;
  const count = (value: number) => (isLong ? Buffer.concat([u32(0), u32(value)]) : u32(value));
  const version = (flags = 0) => Buffer.from([isLong ? 1 : 0, 0, 0, flags]);
  const header = box(
    "mvhd",
    ...[version(), count(0), count(0), u32(1000), count(whole)],
    ...[u32(0x10000), u16(0x100), Buffer.alloc(10), ...matrix, Buffer.alloc(24), u32(2)],
  );
  const track = box(
    "trak",
    box(
      "tkhd",
      ...[version(7), count(0), count(0), u32(1), u32(0), count(whole), Buffer.alloc(16), ...matrix],
      ...[u32(width * 0x10000), u32(height * 0x10000)],
    ),
    box("mdia", box("hdlr", u32(0), u32(0), Buffer.from(hasPicture ? "vide" : "soun"), Buffer.alloc(13))),
  );
  const told = fragments === "told" ? [box("mehd", version(), count(durationMs))] : [];
  return box("moov", header, track, ...(fragments ? [box("mvex", ...told)] : []));
}
