import type { PostCategory } from "./categories";

/** How X works on a GIF or a video after its finalize. `stuckPending`: it never gets further, and says no time. */
export type Processing = {
  takesMs: number;
  stuckPending: boolean;
  error: { code: number; name: string; message: string } | null;
};

/** One upload, from its initialize on. */
export type Media = {
  id: string;
  userId: string;
  mediaKey: string;
  mediaType: string;
  category: PostCategory;
  /** As initialize was told. */
  totalBytes: number;
  additionalOwners: string[];
  createdAtMs: number;
  expiresAtMs: number;
  /** null: segments are still taken. */
  finalizedAtMs: number | null;
  sha256: string | null;
  /** What the first bytes are; null when they are nothing that X shows. */
  foundType: string | null;
  /** null: needs none. */
  processing: Processing | null;
  altText: string | null;
};
