import { StudioDialog } from "../ui/dialog";
import { Key } from "./key";

const keys = [
  { keys: ["⌘ K", "Ctrl K"], act: "Find any act" },
  { keys: ["c"], act: "Compose a tweet" },
  { keys: ["j", "k"], act: "Next and previous tweet" },
  { keys: ["e"], act: "Edit the tweet with the focus" },
  { keys: ["o"], act: "Show all of it" },
  { keys: ["h"], act: "Show its history" },
  { keys: ["m"], act: "Open its menu" },
  { keys: ["n"], act: "Show the notices" },
  { keys: ["⌘ ↵", "Ctrl ↵"], act: "Schedule or save, while writing" },
  { keys: ["⌘ ⇧ ↵", "Ctrl ⇧ ↵"], act: "Add a part, while writing" },
  { keys: ["Alt ↑", "Alt ↓"], act: "Move the part up or down" },
  { keys: ["Esc"], act: "Close what is open" },
  { keys: ["?"], act: "This list" },
];

/** The studio's keys. */
export function HelpDialog({ onClose }: { onClose: () => void }) {
  return (
    <StudioDialog title="Keys" onClose={onClose}>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-6 gap-y-2.5 p-5 text-14">
        {keys.map(({ keys: combinations, act }) => (
          <div key={act} className="contents">
            <dt className="flex gap-1.5">
              {combinations.map((combination) => (
                <Key key={combination}>{combination}</Key>
              ))}
            </dt>
            <dd>{act}</dd>
          </div>
        ))}
      </dl>
    </StudioDialog>
  );
}
