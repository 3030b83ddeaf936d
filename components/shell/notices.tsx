"use client";
import Flashbar, { type FlashbarProps } from "@cloudscape-design/components/flashbar";
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

export function NoticesBar() {
  const { notices, dismiss } = useNotices();
  const items: FlashbarProps.MessageDefinition[] = notices.map(({ id, type, header, content }) => ({
    id: String(id),
    type,
    header,
    content,
    dismissible: true,
    dismissLabel: "Dismiss the notice",
    onDismiss: () => dismiss(id),
    ariaRole: type === "error" ? "alert" : "status",
  }));
  return <Flashbar items={items} />;
}
