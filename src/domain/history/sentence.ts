import type { Context } from "./context";
import { flightSentence } from "./flight-lines";
import type { HistoryItem } from "./item";
import { moveSentence, type Sentence } from "./move-lines";

/** What is said of one thing that befell a tweet. */
export function sentenceOf(item: HistoryItem, context: Context): Sentence {
  return item.source === "move" ? moveSentence(item, context) : flightSentence(item, context);
}

/** The same, with its time before it. */
export function timedSentence(item: HistoryItem, context: Context): string {
  return `At ${context.moment(item.atMs)}: ${sentenceOf(item, context).text}`;
}
