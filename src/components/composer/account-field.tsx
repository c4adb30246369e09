import { useId } from "react";
import type { AccountView } from "~/server/tweets/view";
import { inputClass } from "../ui/field";

type AccountFieldProps = {
  accounts: AccountView[];
  value: string;
  onChange: (accountId: string) => void;
  /** An earlier try may have reached the server for this account. */
  isFixed: boolean;
};

/** The account that posts it. */
export function AccountField({ accounts, value, onChange, isFixed }: AccountFieldProps) {
  const id = useId();
  const hold = accounts.find((account) => account.id === value)?.hold;
  return (
    <div>
      <label htmlFor={id} className="text-13 font-medium">
        Account
      </label>
      <select
        id={id}
        value={value}
        disabled={isFixed}
        onChange={(event) => onChange(event.target.value)}
        aria-describedby={hold || isFixed ? `${id}-note` : undefined}
        className={inputClass}
      >
        {accounts.map((account) => (
          <option key={account.id} value={account.id}>
            @{account.handle}
            {account.name && account.name !== account.handle ? ` · ${account.name}` : ""}
          </option>
        ))}
      </select>
      {(hold || isFixed) && (
        <p id={`${id}-note`} className="mt-1 text-13 text-muted">
          {isFixed
            ? "An earlier try may have reached the server for this account, so it can't be changed."
            : `This account is on hold: ${hold?.text}`}
        </p>
      )}
    </div>
  );
}
