// A person uploads a file, and then shows it.
import { receiveUpload } from "~/server/media/receive-upload";
import type { Act } from "../world/acts";
import { altTextOf, contentOf, filesIn } from "../world/files";
import { type Asked, ask } from "./ask";
import type { Life, Tab } from "./life";

const keyOf = (userId: string, name: string) => `${userId} ${name}`;

/** Asks Roost to take the file of this name in. */
export function upload(life: Life, tab: Tab, name: string): Promise<Act> {
  const { userId } = tab.person;
  const asked: Asked = { kind: "upload", tweetId: null, base: 0, texts: [name], scheduledForMs: null };
  return ask(life, tab, asked, async (_, roost) => {
    const bytes = contentOf(name);
    const body = (async function* () {
      yield bytes;
    })();
    const { id } = await receiveUpload(roost, { userId, body, announcedBytes: bytes.length });
    life.files.set(keyOf(userId, name), id);
  });
}

/** Whether this person can show the file: its upload was answered. */
export function hasFile(life: Life, userId: string, name: string): boolean {
  return life.files.has(keyOf(userId, name));
}

export type WrittenPart = { text: string; media: { mediaId: string; altText: string | null }[] };

/** Parts of these texts, with the files that they name. */
export function partsOf(life: Life, userId: string, texts: readonly string[]): WrittenPart[] {
  return texts.map((text) => ({
    text,
    media: filesIn(text).map((name) => ({
      mediaId: life.files.get(keyOf(userId, name)) ?? "",
      altText: altTextOf(name),
    })),
  }));
}
