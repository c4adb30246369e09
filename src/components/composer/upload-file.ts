import type { MediaView } from "~/server/media/media-view";

const noAnswer = "Roost's server did not answer, so the file did not arrive. Try again.";
/** Roost's own refusals have words of theirs: these are for the page of whatever stands before it. */
const tooLargeForProxy =
  "The server in front of Roost takes no file of this size, so it did not arrive. Choose a smaller one, or ask whoever runs this Roost to allow larger uploads.";
const tooLarge = 413;
const whole = 100;

export type Uploading = { done: Promise<MediaView>; stop: () => void };

/**
 * Sends a file to Roost. `fetch` does not tell how far it is, so this is XMLHttpRequest.
 * `done` rejects with an Error in words for people; with none at all once it was stopped it never settles.
 * @param headers that name whose page it comes from.
 * @param onProgress hears of whole per cent.
 */
export function uploadFile(
  file: File,
  headers: Record<string, string>,
  onProgress: (percent: number) => void,
): Uploading {
  const request = new XMLHttpRequest();
  const done = new Promise<MediaView>((resolve, reject) => {
    request.upload.onprogress = ({ loaded, total }) =>
      onProgress(total > 0 ? Math.floor((loaded / total) * whole) : 0);
    request.onload = () => {
      const answer = readAnswer(request.responseText);
      if (request.status === 201 && "id" in answer) resolve(answer as MediaView);
      else reject(new Error("message" in answer ? String(answer.message) : wordsFor(request.status)));
    };
    request.onerror = () => reject(new Error(noAnswer));
    request.ontimeout = request.onerror;
  });
  request.open("POST", "/api/media");
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
  request.send(file);
  return { done, stop: () => request.abort() };
}

function wordsFor(status: number): string {
  return status === tooLarge ? tooLargeForProxy : noAnswer;
}

function readAnswer(text: string): object {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === "object" && answer !== null ? answer : {};
  } catch {
    return {};
  }
}
