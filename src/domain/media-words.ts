// What people are told of a file that X would not take: what is wrong with it, and what to do.
import type { MediaKind, MediaProblem } from "./media";

const bytesPerMegabyte = 1024 * 1024;

const names: Record<MediaKind, { a: string; the: string }> = {
  IMAGE: { a: "An image", the: "The image" },
  GIF: { a: "A GIF", the: "The GIF" },
  VIDEO: { a: "A video", the: "The video" },
};

/** One or two sentences. */
export function mediaProblemWords(problem: MediaProblem): string {
  switch (problem.kind) {
    case "empty":
      return "The file is empty. Choose another one.";
    case "notTaken":
      return `X takes JPEG, PNG and WebP images, GIFs, and MP4 and MOV videos. By its contents this file is ${problem.found ?? "none of these"}, whatever its name says. Convert it, or choose another one.`;
    case "tooBig":
      return `${names[problem.of].a} may have ${problem.maxBytes / bytesPerMegabyte} MB at X, and this one has more. Make it smaller, then upload it again.`;
    case "damaged":
      return `${names[problem.of].the} is damaged: it breaks off or cannot be read. Save it anew, then upload it again.`;
    case "noLength":
      return "The video does not say how long it is. Save it as an ordinary MP4, then upload it again.";
    case "noPicture":
      return "The file has no picture, only sound or nothing. Choose a video.";
    case "tooShort":
      return `A video has to last ${seconds(problem.limitMs)} seconds at X, and this one lasts ${seconds(problem.durationMs)}. Choose a longer one.`;
    case "tooLong":
      return `A video may last ${seconds(problem.limitMs)} seconds at X, and this one lasts ${seconds(problem.durationMs)}. Shorten it, then upload it again.`;
    case "tooMany":
      return `A post shows up to ${problem.maxImages} images, or one GIF, or one video. Take some out.`;
    case "altTextTooLong":
      return `A description may have ${problem.maxCharacters} characters at X, and this one has ${problem.overBy} more. Shorten it.`;
  }
}

/** With as many decimals as tell it from a limit: 140.04 is too long. */
function seconds(ms: number): string {
  return String(Math.round(ms) / 1000);
}
