import { type KeyboardEvent, useId, useRef, useState } from "react";
import { findTweet } from "../queue/apply-tweet";
import { useQueue } from "../queue/use-queue";
import { StudioDialog } from "../ui/dialog";
import { useFocusOnMount } from "../ui/use-focus-on-mount";
import { type Command, commandList, filterCommands } from "./command-list";
import { Key } from "./key";
import { useRunCommand } from "./use-run-command";

type CommandMenuProps = {
  /** The tweet whose row had the focus. */
  tweetId: string | null;
  onClose: () => void;
};

/** Finds any act by its words. */
export function CommandMenu(props: CommandMenuProps) {
  return (
    <StudioDialog title="Commands" hasTitleShown={false} onClose={props.onClose}>
      <CommandSearch {...props} />
    </StudioDialog>
  );
}

function CommandSearch({ tweetId, onClose }: CommandMenuProps) {
  const { view } = useQueue();
  const run = useRunCommand();
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(0);
  const inputRef = useFocusOnMount<HTMLInputElement>(true);
  const listRef = useRef<HTMLDivElement>(null);
  const id = useId();
  const focused = view && tweetId ? findTweet(view, tweetId) : undefined;
  const commands = filterCommands(commandList(view, focused), typed);
  const current = Math.min(active, commands.length - 1);

  const choose = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    run(command);
  };
  const move = (to: number) => {
    const next = (to + commands.length) % commands.length;
    setActive(next);
    listRef.current?.children[next]?.scrollIntoView({ block: "nearest" });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") move(current + 1);
    else if (event.key === "ArrowUp") move(current - 1);
    else if (event.key === "Enter") choose(commands[current]);
    else return;
    event.preventDefault();
  };

  return (
    <>
      <input
        ref={inputRef}
        role="combobox"
        aria-label="Find an act"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={commands[current] ? `${id}-${current}` : undefined}
        placeholder="What do you want to do?"
        value={typed}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setTyped(event.target.value);
          setActive(0);
        }}
        className="h-12 shrink-0 border-b border-line bg-transparent px-5 text-16 outline-none placeholder:text-muted"
      />
      <div ref={listRef} id={`${id}-list`} role="listbox" aria-label="Acts" className="overflow-y-auto p-1.5">
        {commands.map((command, index) => (
          <div
            key={command.id}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === current}
            onClick={() => choose(command)}
            onKeyDown={onKeyDown}
            onPointerMove={() => setActive(index)}
            className="flex min-h-9 items-center gap-4 rounded-md px-3.5 text-14 aria-selected:bg-paper-sunk touch:min-h-11"
          >
            <span className="min-w-0 grow truncate">{command.label}</span>
            {command.hint && <Key>{command.hint}</Key>}
          </div>
        ))}
        {commands.length === 0 && <p className="px-3.5 py-2 text-14 text-muted">No act has these words.</p>}
      </div>
    </>
  );
}
