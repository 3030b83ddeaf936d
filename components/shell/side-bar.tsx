"use client";
import Badge from "@cloudscape-design/components/badge";
import SideNavigation, { type SideNavigationProps } from "@cloudscape-design/components/side-navigation";
import { usePathname } from "next/navigation";
import { may } from "@/lib/domain/role";
import { useWaiting } from "../approvals/use-waiting";
import { useShellFacts } from "./session-context";
import styles from "./shell.module.css";
import { useFollow } from "./use-follow";

/** The pages, and which buckets all of them speak of. */
export function SideBar({ onFollow }: { onFollow: () => void }) {
  const { version, role, account, replica } = useShellFacts();
  const follow = useFollow();
  const rule = useShellFacts().twoPeople;
  const { decide, start } = useWaiting();
  const waiting = decide.length + start.length;
  const items = ITEMS.flatMap((item): SideNavigationProps.Item[] => {
    if (item === AUDIT && !may(role, "read the audit trail")) return [];
    if (item !== APPROVALS) return [item];
    return rule.acts.length > 0
      ? [{ ...APPROVALS, info: waiting > 0 ? <WaitingCount count={waiting} /> : undefined }]
      : [];
  });
  const section = usePathname().split("/")[1] ?? "";
  return (
    <div className={styles.sideBar}>
      <SideNavigation
        activeHref={`/${section}`}
        items={items}
        onFollow={(event) => {
          follow(event);
          onFollow();
        }}
      />
      <div className={styles.places}>
        <Place label="Primary" side="primary" />
        <Place label="Replica" side="replica" />
        {account && <Account name="AWS account" id={account} />}
        {replica?.account && replica.account !== account && <Account name="Replica's account" id={replica.account} />}
        <div>Holdfast {version}; press ? for the keys</div>
      </div>
    </div>
  );
}

const AUDIT: SideNavigationProps.Item = { type: "link", text: "Audit", href: "/audit" };
const APPROVALS: SideNavigationProps.Link = { type: "link", text: "Approvals", href: "/approvals" };
const ITEMS: SideNavigationProps.Item[] = [
  { type: "link", text: "Overview", href: "/" },
  { type: "link", text: "Repositories", href: "/repositories" },
  { type: "link", text: "Snapshots", href: "/snapshots" },
  { type: "link", text: "Restore", href: "/restore" },
  APPROVALS,
  { type: "link", text: "Runs", href: "/runs" },
  { type: "link", text: "Alarms", href: "/alarms" },
  { type: "link", text: "Retention and cost", href: "/retention" },
  AUDIT,
  { type: "link", text: "Settings", href: "/settings" },
];

function WaitingCount({ count }: { count: number }) {
  return (
    <Badge color="blue">
      {count}
      <span className="visually-hidden"> waiting for you</span>
    </Badge>
  );
}

const Account = ({ name, id }: { name: string; id: string }) => (
  <div>
    <div className={styles.placeLabel}>{name}</div>
    <div className={styles.placeName}>{id}</div>
  </div>
);

function Place({ label, side }: { label: string; side: "primary" | "replica" }) {
  const place = useShellFacts()[side];
  return (
    <div>
      <div className={styles.placeLabel}>{label} bucket</div>
      <div className={styles.placeName}>{place ? place.bucket : "not configured"}</div>
      {place && <div>{place.region}</div>}
    </div>
  );
}
