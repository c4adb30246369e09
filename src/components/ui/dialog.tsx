import { clsx } from "clsx";
import { X } from "lucide-react";
import { Dialog } from "radix-ui";
import type { ReactNode } from "react";

type StudioDialogProps = {
  title: string;
  description?: string;
  onClose: () => void;
  children: ReactNode;
  /** Widest on a wide page; on a narrow one every dialog is a sheet. */
  size?: "small" | "wide";
  hasTitleShown?: boolean;
};

/** A dialog in the middle of a wide page, a sheet from the bottom of a narrow one. Escape closes it. */
export function StudioDialog(props: StudioDialogProps) {
  const { title, description, onClose, children, size = "small", hasTitleShown = true } = props;
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="appear fixed inset-0 z-40 bg-[rgb(0_0_0/0.4)]" />
        <Dialog.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          className={clsx(
            "rise fixed [--form-top:3.5rem] inset-x-0 bottom-0 z-50 flex max-h-[92dvh] flex-col scroll-pt-16 scroll-pb-20 overflow-y-auto rounded-t-xl border border-line bg-paper-raised shadow-2xl outline-none",
            "sm:inset-x-auto sm:bottom-auto sm:left-1/2 sm:top-[8vh] sm:max-h-[84vh] sm:w-full sm:-translate-x-1/2 sm:rounded-xl",
            size === "wide" ? "sm:max-w-3xl" : "sm:max-w-md",
          )}
        >
          <div
            className={
              hasTitleShown
                ? "sticky top-0 z-10 -mb-2 flex items-start gap-4 bg-inherit px-5 pt-4 pb-2"
                : "sr-only"
            }
          >
            <div className="min-w-0 flex-1">
              <Dialog.Title className="text-16 font-semibold">{title}</Dialog.Title>
              {description && (
                <Dialog.Description className="mt-0.5 break-words text-13 text-muted">
                  {description}
                </Dialog.Description>
              )}
            </div>
            <Dialog.Close
              aria-label="Close"
              className="-my-1.5 -mr-2 inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-paper-sunk touch:-my-2.5 touch:size-11"
            >
              <X className="size-4" aria-hidden />
            </Dialog.Close>
          </div>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
