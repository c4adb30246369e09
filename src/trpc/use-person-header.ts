import { createContext, useContext } from "react";
import { personHeader } from "~/domain/person-header";

export const PersonContext = createContext<string | null>(null);

/** What a request beside the typed client carries, to name whose page it comes from. */
export function usePersonHeader(): Record<string, string> {
  const person = useContext(PersonContext);
  return person ? { [personHeader]: person } : {};
}
