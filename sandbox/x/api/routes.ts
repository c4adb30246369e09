import type { ApiRoute } from "./call";
import { answerMe } from "./me";
import { answerAppend, answerFinalize, answerInitialize, answerMetadata, answerStatus } from "./media";
import { answerCreate, answerDelete, answerLookup, answerTimeline } from "./tweets";

const writeScopes = ["tweet.read", "tweet.write", "users.read"];
const readScopes = ["tweet.read", "users.read"];
const mediaScopes = ["media.write"];

type Line = [method: string, pattern: string, limit: ApiRoute["limit"], answer: ApiRoute["answer"]];

const withScopes = (scopes: string[], lines: Line[]): ApiRoute[] =>
  lines.map(([method, pattern, limit, answer]) => ({ method, pattern, scopes, limit, answer }));

/** What is served under /2/ for a user's access token. */
export const apiRoutes: ApiRoute[] = [
  ...withScopes(readScopes, [
    ["GET", "/2/users/me", "meReadsPerWindow", answerMe],
    ["GET", "/2/tweets/:id", "tweetReadsPerWindow", answerLookup],
    ["GET", "/2/users/:id/tweets", "timelineReadsPerWindow", answerTimeline],
  ]),
  ...withScopes(writeScopes, [
    ["POST", "/2/tweets", "createsPerWindow", answerCreate],
    ["DELETE", "/2/tweets/:id", "deletesPerWindow", answerDelete],
  ]),
  ...withScopes(mediaScopes, [
    ["POST", "/2/media/upload/initialize", "mediaInitsPerWindow", answerInitialize],
    ["POST", "/2/media/upload/:id/append", "mediaAppendsPerWindow", answerAppend],
    ["POST", "/2/media/upload/:id/finalize", "mediaFinalizesPerWindow", answerFinalize],
    ["GET", "/2/media/upload", "mediaStatusReadsPerWindow", answerStatus],
    ["POST", "/2/media/metadata", "mediaMetadataPerWindow", answerMetadata],
  ]),
];
