type Clipboard = {
  files: Iterable<File>;
  getData: (type: string) => string;
};

/**
 * The files that a paste means. None where there are words, which are then pasted: office programs and many pages put a
 * picture of the words beside them. The names alone that a file manager puts there are no words.
 */
export function filesToPaste(clipboard: Clipboard): File[] {
  const files = [...clipboard.files];
  const lines = clipboard
    .getData("text/plain")
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "");
  const isNames = lines.every((line) => files.some(({ name }) => line.trim().endsWith(name)));
  return isNames ? files : [];
}
