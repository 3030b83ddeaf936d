"use client";
import ButtonDropdown, { type ButtonDropdownProps } from "@cloudscape-design/components/button-dropdown";
import TopNavigation from "@cloudscape-design/components/top-navigation";
import Link from "next/link";
import { environmentTone } from "@/lib/domain/aws-account";
import { SearchField } from "../search/search-field";
import { AlarmsCount } from "./alarms-count";
import { endSessions, leave } from "./leave";
import { Mark } from "./mark";
import { useNotices } from "./notices";
import { CLOCK_LABEL, type Clock, THEME_LABEL, THEMES } from "./preferences";
import { usePreferences } from "./preferences-context";
import { useShellFacts } from "./session-context";
import styles from "./shell.module.css";

/** Name, environment and the menu of the person: on every page, always dark. */
export function TopBar() {
  const { environment, account } = useShellFacts();
  return (
    <div id="top-bar" className={styles.topBar}>
      <TopNavigation>
        <div className={styles.topBarContent}>
          <Link href="/" className={styles.identity} aria-label="Holdfast, overview">
            <Mark />
            <span>Holdfast</span>
          </Link>
          <span
            className={styles.environment}
            data-tone={environmentTone(environment)}
            data-testid="environment"
            title={`Environment: ${environment}${account ? `, AWS account ${account}` : ""}`}
          >
            {environment}
          </span>
          <span className={styles.spacer} />
          <SearchField />
          <AlarmsCount />
          <PersonMenu />
        </div>
      </TopNavigation>
    </div>
  );
}

function PersonMenu() {
  const { login, name, role } = useShellFacts();
  const { theme, clock, setTheme, setClock } = usePreferences();
  const { add } = useNotices();
  const onItemClick = ({ detail: { id } }: { detail: ButtonDropdownProps.ItemClickDetails }) => {
    const [kind, value] = id.split(":");
    const chosen = THEMES.find((each) => each === value);
    if (kind === "theme" && chosen) setTheme(chosen);
    if (kind === "clock") setClock(value === "utc" ? "utc" : "local");
    if (kind === "sign-out") void leave(add);
    if (kind === "end-sessions") void endSessions(add);
  };
  return (
    <ButtonDropdown
      ariaLabel={`${login}, ${role}: account and display`}
      items={menuItems(theme, clock)}
      onItemClick={onItemClick}
    >
      <span className={styles.person} title={name}>
        {login} <span className={styles.role}>{role}</span>
      </span>
    </ButtonDropdown>
  );
}

function menuItems(theme: string, clock: Clock): ButtonDropdownProps.Items {
  const clocks: readonly Clock[] = ["local", "utc"];
  return [
    {
      text: "Appearance",
      items: THEMES.map((each) => ({
        id: `theme:${each}`,
        text: THEME_LABEL[each],
        itemType: "checkbox" as const,
        checked: each === theme,
      })),
    },
    {
      text: "Exact times",
      items: clocks.map((each) => ({
        id: `clock:${each}`,
        text: CLOCK_LABEL[each],
        itemType: "checkbox" as const,
        checked: each === clock,
      })),
    },
    { id: "sign-out", text: "Sign out" },
    { id: "end-sessions", text: "Sign out everywhere", description: "Ends your sessions in every browser" },
  ];
}
