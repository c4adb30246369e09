import type { XLimits } from "../limits";

/** media_type of X's OpenAPI 2.167. */
export const mediaTypes = [
  "video/mp4",
  "video/webm",
  "video/mp2t",
  "video/quicktime",
  "text/srt",
  "text/vtt",
  "image/jpeg",
  "image/gif",
  "image/bmp",
  "image/png",
  "image/webp",
  "image/pjpeg",
  "image/tiff",
  "model/gltf-binary",
  "model/vnd.usdz+zip",
] as const;

/** media_category of X's OpenAPI 2.167. */
export const mediaCategories = [
  "amplify_video",
  "tweet_gif",
  "tweet_image",
  "tweet_video",
  "dm_gif",
  "dm_image",
  "dm_video",
  "subtitles",
] as const;

export type MediaKind = "photo" | "animated_gif" | "video";

/** What a post may show. The other categories belong to messages and subtitles, which are not served. */
export type PostCategory = "tweet_image" | "tweet_gif" | "tweet_video" | "amplify_video";

type Category = {
  kind: MediaKind;
  /** X's media keys begin with the number of their category. */
  keyPrefix: string;
  sizeLimit: keyof XLimits;
  fits: (mediaType: string) => boolean;
};

export const postCategories: Record<PostCategory, Category> = {
  tweet_image: {
    kind: "photo",
    keyPrefix: "3",
    sizeLimit: "imageBytes",
    fits: (mediaType) => mediaType.startsWith("image/"),
  },
  tweet_gif: {
    kind: "animated_gif",
    keyPrefix: "16",
    sizeLimit: "gifBytes",
    fits: (mediaType) => mediaType === "image/gif",
  },
  tweet_video: {
    kind: "video",
    keyPrefix: "7",
    sizeLimit: "videoBytes",
    fits: (mediaType) => mediaType.startsWith("video/"),
  },
  amplify_video: {
    kind: "video",
    keyPrefix: "13",
    sizeLimit: "videoBytes",
    fits: (mediaType) => mediaType.startsWith("video/"),
  },
};

export const isPostCategory = (category: string): category is PostCategory => category in postCategories;

/** docs.x.com, media best practices: without a category, media is for a post, by its type. */
export function categoryFor(mediaType: string): string {
  if (mediaType === "image/gif") return "tweet_gif";
  if (mediaType.startsWith("image/")) return "tweet_image";
  return mediaType.startsWith("video/") ? "tweet_video" : "subtitles";
}
