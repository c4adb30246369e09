import { type FormEvent, useId, useState } from "react";
import type { TweetView } from "~/server/tweets/view";
import { readError } from "~/trpc/read-error";
import { useSandboxAddresses } from "../shell/sandbox-context";
import { useTweetCommands } from "../tweet/use-tweet-commands";
import { Button, buttonClass } from "../ui/button";
import { inputClass } from "../ui/field";

/** For a tweet that may be up or not: a look at the account, then its owner's word. */
export function ResolveActs({ tweet }: { tweet: TweetView }) {
  const { resolve } = useTweetCommands();
  const { x } = useSandboxAddresses();
  const [isUp, setUp] = useState(false);
  const [postUrl, setPostUrl] = useState("");
  const linkId = useId();
  const { id, revision, account, doubt, partCount } = tweet;

  if (!doubt) return null;
  const seen = { id, revision, part: doubt.part };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    resolve.mutate({ ...seen, isUp: true, postUrl });
  };

  return (
    <>
      <a
        className={buttonClass("line")}
        href={`${x ?? "https://x.com"}/${account.handle}`}
        target="_blank"
        rel="noreferrer"
      >
        Look at @{account.handle} on X
      </a>
      <Button aria-expanded={isUp} onClick={() => setUp(!isUp)}>
        It is up
      </Button>
      <Button isBusy={resolve.isPending} onClick={() => resolve.mutate({ ...seen, isUp: false })}>
        It is not
      </Button>
      {isUp && (
        <form onSubmit={submit} className="appear flex w-full flex-wrap items-end gap-2">
          <div className="min-w-0 grow">
            <label htmlFor={linkId} className="text-13 font-medium">
              Link to the post{partCount > 1 ? ` of part ${doubt.part}` : ""}
            </label>
            <input
              id={linkId}
              type="url"
              required
              value={postUrl}
              onChange={(event) => {
                setPostUrl(event.target.value);
                // What was wrong with the last link says nothing of this one.
                if (resolve.error) resolve.reset();
              }}
              placeholder={`https://x.com/${account.handle}/status/…`}
              className={inputClass}
            />
          </div>
          <Button type="submit" look="solid" isBusy={resolve.isPending} busyLabel="Saving…">
            Mark as posted
          </Button>
        </form>
      )}
      {resolve.error && (
        <p role="alert" className="w-full text-13 text-bad">
          {readError(resolve.error).message}
        </p>
      )}
    </>
  );
}
