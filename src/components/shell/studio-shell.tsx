"use client";

import type { ReactNode } from "react";
import { StudioClient } from "~/trpc/provider";
import { QueueReaderProvider } from "../queue/queue-context";
import { useQueuePolling } from "../queue/use-queue";
import { TruthLine } from "../truth/truth-line";
import { NoticeArea } from "../ui/notice-area";
import { Overlays } from "./overlays";
import { type SandboxAddresses, SandboxProvider } from "./sandbox-context";
import { StudioProvider } from "./studio-context";
import { StudioNav } from "./studio-nav";
import { useShortcuts } from "./use-shortcuts";

type StudioShellProps = { person: string; name: string; sandbox: SandboxAddresses; children: ReactNode };

/** What every studio page stands in: the way around, the truth line, and what opens over the page. */
export function StudioShell({ person, name, sandbox, children }: StudioShellProps) {
  return (
    // Another person has another client and another cache.
    <StudioClient key={person} person={person}>
      <QueueReaderProvider>
        <SandboxProvider addresses={sandbox}>
          <StudioProvider>
            <StudioBehaviour />
            <div className="flex-1 sm:flex">
              <StudioNav name={name} />
              <div className="min-w-0 flex-1 px-4 pb-28 sm:px-8 sm:pb-16">
                <div className="mx-auto max-w-list">
                  <div className="sticky top-0 z-20 bg-paper">
                    <TruthLine />
                  </div>
                  <main id="main" tabIndex={-1} className="pt-6 outline-none">
                    {children}
                  </main>
                </div>
              </div>
            </div>
            <Overlays />
            <NoticeArea />
          </StudioProvider>
        </SandboxProvider>
      </QueueReaderProvider>
    </StudioClient>
  );
}

function StudioBehaviour() {
  useQueuePolling();
  useShortcuts();
  return null;
}
