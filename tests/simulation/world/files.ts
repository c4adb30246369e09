// The files that people upload. A text names those that its post is to show, so that a post tells what it must show.
import { createHash } from "node:crypto";
import { film, gif, png } from "../../support/media-files";
import { textWord } from "./tags";

export const imageNames = ["image-a", "image-b", "image-c", "image-d"] as const;

const contents: Record<string, Buffer> = {
  ...Object.fromEntries(imageNames.map((name) => [name, png(3, 2, name)])),
  "gif-a": gif(3, 2, "gif-a"),
  "video-a": film({ seed: "video-a", durationMs: 2000 }),
  "video-b": film({ seed: "video-b", durationMs: 3000 }),
};

export const fileNames = Object.keys(contents);

export function contentOf(name: string): Buffer {
  const bytes = contents[name];
  if (!bytes) throw new Error(`There is no file ${name}.`);
  return bytes;
}

const nameByHash = new Map(
  Object.entries(contents).map(([name, bytes]) => [createHash("sha256").update(bytes).digest("hex"), name]),
);

export const nameOf = (sha256: string | null): string => nameByHash.get(sha256 ?? "") ?? "an unknown file";

/** What those hear who do not see the file. One is left without. */
export const altTextOf = (name: string): string | null =>
  name === "image-b" ? null : `A ${textWord}, as ${name}`;

export const marked = (names: readonly string[]): string => (names.length > 0 ? `{${names.join(" ")}}` : "");

/** The files that the post of this text is to show, in their order. */
export function filesIn(text: string): string[] {
  return /\{([^}]*)\}/.exec(text)?.[1]?.split(" ") ?? [];
}
