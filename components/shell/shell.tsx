"use client";
import AppLayoutToolbar, { type AppLayoutToolbarProps } from "@cloudscape-design/components/app-layout-toolbar";
import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import { usePathname } from "next/navigation";
import { type ReactNode, useCallback, useEffect, useState } from "react";
import { crumbsOf } from "./crumbs";
import { KeyboardHelp } from "./keyboard-help";
import { NoticesBar, NoticesProvider } from "./notices";
import { SessionProvider, type ShellFacts, useShellFacts } from "./session-context";
import { SideBar } from "./side-bar";
import { TopBar } from "./top-bar";
import { useFollow } from "./use-follow";
import { useHeadingFocus } from "./use-heading-focus";
import { useKeyboard } from "./use-keyboard";
import { useSessionLife } from "./use-session-life";

/** The frame of every page. */
export function Shell({ facts, children }: { facts: ShellFacts; children: ReactNode }) {
  return (
    <SessionProvider facts={facts}>
      <NoticesProvider>
        <a className="skip-link" href="#content">
          Skip to the content
        </a>
        <TopBar />
        <Frame>{children}</Frame>
      </NoticesProvider>
    </SessionProvider>
  );
}

function Frame({ children }: { children: ReactNode }) {
  const path = usePathname();
  const follow = useFollow();
  const [open, setOpen] = useNavigationOpen();
  useHeadingFocus(path);
  const [keys, showKeys] = useState(false);
  const onHelp = useCallback(() => showKeys(true), []);
  useKeyboard(onHelp);
  useSessionLife();
  const crumbs = crumbsOf(path);
  return (
    <AppLayoutToolbar
      headerSelector="#top-bar"
      toolsHide
      navigationOpen={open}
      onNavigationChange={({ detail }) => setOpen(detail.open)}
      navigationWidth={240}
      navigation={<SideBar onFollow={() => isNarrow() && setOpen(false)} />}
      breadcrumbs={<BreadcrumbGroup items={crumbs} onFollow={follow} ariaLabel="Breadcrumbs" />}
      notifications={<NoticesBar />}
      stickyNotifications
      contentType={contentTypeOf(path)}
      content={
        <div id="content">
          {children}
          <KeyboardHelp visible={keys} onClose={() => showKeys(false)} />
        </div>
      }
      ariaLabels={{
        navigation: "Pages",
        navigationToggle: "Show the pages",
        navigationClose: "Hide the pages",
        notifications: "Notices",
      }}
    />
  );
}

const TABLES = ["/snapshots", "/runs", "/approvals", "/alarms", "/audit"];

function contentTypeOf(path: string): AppLayoutToolbarProps.ContentType {
  if (path === "/restore") return "wizard";
  return TABLES.includes(path) ? "table" : "default";
}

const isNarrow = () => window.matchMedia("(max-width: 688px)").matches;

/** Open on a desk, closed on a telephone, where it would hide the page. */
function useNavigationOpen(): [boolean, (open: boolean) => void] {
  const { narrow } = useShellFacts();
  const [open, setOpen] = useState(!narrow);
  useEffect(() => {
    if (isNarrow()) setOpen(false);
  }, []);
  return [open, setOpen];
}
