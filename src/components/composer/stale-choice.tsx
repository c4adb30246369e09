import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { TweetView } from "~/server/tweets/view";
import { serverNow } from "../queue/queue-cache";
import { personZone } from "../time/person-zone";
import { momentText } from "../time/time-words";
import { stateWords } from "../tweet/state-words";
import { Button } from "../ui/button";

type StaleChoiceProps = {
  newer: TweetView;
  /** What of the person's own is still in the fields: "Your text". */
  kept: string;
  onTake: () => void;
};

/** Somebody changed the tweet meanwhile: what it is now, and the offer to take that. What was typed is kept. */
export function StaleChoice({ newer, kept, onTake }: StaleChoiceProps) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    ref.current?.scrollIntoView({ block: "nearest" });
  }, []);
  const now = serverNow(useQueryClient());
  const time = newer.scheduledFor ? `, ${momentText(newer.scheduledFor, now, personZone())}` : "";
  return (
    <div ref={ref} role="alert" className="scroll-mb-20 rounded-md border border-line-strong p-3 text-13">
      <p className="font-medium">This tweet was changed elsewhere meanwhile.</p>
      <p className="mt-0.5 text-muted">
        {kept} still stands above. The tweet is now {stateWords[newer.state].word.toLowerCase()}
        {time}, and reads:
      </p>
      <p className="mt-2 max-h-32 overflow-y-auto border-l-2 border-line pl-3 text-14 break-words whitespace-pre-line">
        {newer.text}
      </p>
      <Button look="line" className="mt-3" onClick={onTake}>
        Take the newer one
      </Button>
    </div>
  );
}
