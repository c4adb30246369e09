import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import { WayBackLink } from "../auth/way-back-link";
import { Button } from "../ui/button";

type ComposerFormProps = {
  /** Above the fields: what a person has to know of them. */
  note?: ReactNode;
  writing: ReactNode;
  planning: ReactNode;
  submitLabel: string;
  busyLabel: string;
  isBusy: boolean;
  /** Why the last try came to nothing. */
  problem: string | null;
  onSubmit: () => Promise<void>;
  /** Between the fields and the button: what a person has to decide first. */
  question?: ReactNode;
};

/**
 * The composer's shape: the text, and beside or under it who posts it and when. Ctrl or ⌘ with Enter submits. While that is
 * under way the fields take nothing: what is seen is what is sent.
 */
export function ComposerForm(props: ComposerFormProps) {
  const { note, writing, planning, submitLabel, busyLabel, isBusy, problem, onSubmit, question } = props;
  const hadFocus = useRef<Element | null>(null);
  useEffect(() => {
    // A field that takes nothing loses the focus.
    if (!isBusy && hadFocus.current instanceof HTMLElement) hadFocus.current.focus();
  }, [isBusy]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isBusy) return;
    hadFocus.current = document.activeElement;
    void onSubmit();
  };
  const submitByKey = (event: KeyboardEvent<HTMLFormElement>) => {
    const isMeant = event.key === "Enter" && !event.shiftKey && (event.metaKey || event.ctrlKey);
    if (isMeant) event.currentTarget.requestSubmit();
  };
  return (
    <form onSubmit={submit} onKeyDown={submitByKey} className="flex flex-col gap-4 bg-inherit p-5">
      {note}
      <fieldset disabled={isBusy} className="grid min-w-0 gap-5 sm:grid-cols-[1fr_18rem]">
        <div className="min-w-0">{writing}</div>
        <div className="flex min-w-0 flex-col gap-4 sm:sticky sm:top-[var(--form-top,0px)] sm:self-start sm:pt-1.5">
          {planning}
        </div>
      </fieldset>
      {question}
      <div className="sticky bottom-[var(--form-bottom,0px)] -mx-5 -mb-5 flex flex-wrap items-center justify-end gap-4 border-t border-line bg-inherit px-5 py-3">
        {problem && (
          <p role="alert" className="min-w-0 grow basis-64 text-13 text-bad">
            {problem}
          </p>
        )}
        <WayBackLink />
        <Button type="submit" look="solid" isBusy={isBusy} busyLabel={busyLabel} className="h-9 px-5">
          {submitLabel}
        </Button>
      </div>
    </form>
  );
}
