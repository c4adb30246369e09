// Answers of X's, read by us. twitter-api-v2 1.29.1 reads them inside event handlers, where whatever it throws ends the
// process: an error body of `{"errors":[null]}` does, and one that is not compressed as its header says. Taken as plain
// text, neither can; and of an error that was cut off, the status still counts.
import { type ITwitterApiClientPlugin, TwitterApiPluginResponseOverride } from "twitter-api-v2";

/** X's answer was cut off, or is not what it says it is. */
export class UnreadableAnswer extends Error {
  override readonly name = "UnreadableAnswer";
}

/** Calls made with it answer as they do without, or throw UnreadableAnswer. */
export const plainAnswers: ITwitterApiClientPlugin = {
  onBeforeRequestConfig: ({ params }) => {
    params.forceParseMode ??= "text";
    params.compression = "identity";
  },
  onAfterRequest: ({ response }) => {
    const { data, headers } = response;
    if (typeof data !== "string" || !String(headers["content-type"] ?? "").includes("json")) return;
    return new TwitterApiPluginResponseOverride({ ...response, data: parseBody(data) });
  },
};

/** The value of a JSON body; undefined for an empty one. @throws UnreadableAnswer */
function parseBody(body: string): unknown {
  try {
    return body === "" ? undefined : JSON.parse(body);
  } catch {
    throw new UnreadableAnswer("X's answer was cut off, or could not be read.");
  }
}
