"use client";
import Alert from "@cloudscape-design/components/alert";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";

export interface Notice {
  type: "success" | "info" | "warning" | "error";
  header: string;
  content?: ReactNode;
}

interface NoticesValue {
  notices: (Notice & { id: number })[];
  add: (notice: Notice) => void;
  dismiss: (id: number) => void;
}

const NoticesContext = createContext<NoticesValue | undefined>(undefined);

/** For what happened because of the person's own action; what is wrong with the backups stays on its page. */
export function useNotices(): NoticesValue {
  const value = useContext(NoticesContext);
  if (!value) throw new Error("useNotices needs a NoticesProvider above it");
  return value;
}

export function NoticesProvider({ children }: { children: ReactNode }) {
  const [notices, setNotices] = useState<(Notice & { id: number })[]>([]);
  const add = useCallback(
    (notice: Notice) => setNotices((old) => [...old, { ...notice, id: (old.at(-1)?.id ?? 0) + 1 }]),
    [],
  );
  const dismiss = useCallback((id: number) => setNotices((old) => old.filter((each) => each.id !== id)), []);
  const value = useMemo(() => ({ notices, add, dismiss }), [notices, add, dismiss]);
  return <NoticesContext value={value}>{children}</NoticesContext>;
}

/** Alerts and no Flashbar: every page would load 9 kB more for what is seldom there. An error interrupts whoever listens. */
export function NoticesBar() {
  const { notices } = useNotices();
  const isError = ({ type }: Notice) => type === "error";
  return (
    <>
      <NoticesBox role="alert" notices={notices.filter(isError)} />
      <NoticesBox role="status" notices={notices.filter((each) => !isError(each))} />
    </>
  );
}

/** There before its first notice is: a region that comes with its words is not read out. */
function NoticesBox({ role, notices }: { role: "alert" | "status"; notices: NoticesValue["notices"] }) {
  const { dismiss } = useNotices();
  return (
    <div role={role}>
      {notices.length > 0 && (
        <SpaceBetween size="xs">
          {notices.map(({ id, type, header, content }) => (
            <Alert
              key={id}
              type={type}
              header={header}
              dismissible
              dismissAriaLabel="Dismiss the notice"
              onDismiss={() => dismiss(id)}
            >
              {content}
            </Alert>
          ))}
        </SpaceBetween>
      )}
    </div>
  );
}
