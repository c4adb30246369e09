// Bugs in what a post shows, and in what a pause holds back.
import type { Mutant } from "./mutant";

export const showingMutants: Mutant[] = [
  {
    name: "a post's files come in another order",
    edits: [
      {
        file: "src/server/tweets/mark-sending.ts",
        find: "xMediaIds: files.map(({ xMediaId }) => xMediaId)",
        put: "xMediaIds: files.map(({ xMediaId }) => xMediaId).reverse()",
      },
    ],
    turnsRed: "S3 a post shows what its owner gave it",
    scenario: "media",
  },
  {
    name: "a file's description is dropped",
    edits: [
      {
        file: "src/server/tweets/write-media.ts",
        find: "mediaId, altText: altText || null };",
        put: "mediaId, altText: null };",
      },
    ],
    turnsRed: "S5 files change only by their owner's act",
    scenario: "media",
  },
  {
    // It is put first: a store without its folder is not there, and says nothing about a file.
    name: "an upload is answered and its file is not kept",
    edits: [
      {
        file: "src/server/media/receive-upload.ts",
        find: "if (!(await c.media.has(media.sha256))) await c.media.put(file, media.sha256);",
        put: "await c.media.put(file, media.sha256);\n      await c.media.remove(media.sha256);",
      },
    ],
    turnsRed: "S5 what was acknowledged is there",
    scenario: "media",
  },
  {
    name: "X's processing of a video is not waited for",
    edits: [
      {
        file: "src/server/tweets/finish-upload.ts",
        find: `if (step.kind === "ready") return`,
        put: `if (step.kind !== "failed") return`,
      },
    ],
    turnsRed: "L2 every due tweet comes to rest in time, and its owner is told",
    scenario: "X processes a video",
  },
  {
    name: "a pause holds nothing back",
    edits: [
      {
        file: "src/server/tweets/holds.ts",
        find: "if (pausedAt) holds.push",
        put: "if (pausedAt && holdReason) holds.push",
      },
    ],
    turnsRed: "S13 a paused account stays silent",
    scenario: "pause and unpause",
  },
];
