export interface Crumb {
  text: string;
  href: string;
}

const SECTIONS: Record<string, string> = {
  repositories: "Repositories",
  snapshots: "Snapshots",
  runs: "Runs",
  alarms: "Alarms",
  restore: "Restore",
  approvals: "Approvals",
  audit: "Audit",
  retention: "Retention and cost",
  settings: "Settings",
  search: "Search",
};

/** Pages that stand below another one, and are no object with an id. */
const PAGES: Record<string, string> = {
  "/snapshots/compare": "Compare",
  "/settings/tokens": "API tokens",
  "/settings/api": "API",
};

/** The way from the overview to a path, the page itself last. */
export function crumbsOf(path: string): Crumb[] {
  const [section = "", id, below, ...rest] = path.split("/").filter(Boolean);
  const home = { text: "Overview", href: "/" };
  const name = SECTIONS[section];
  if (!name) return [home];
  const list = { text: name, href: `/${section}` };
  if (!id) return [home, list];
  // A repository is called organisation/name.
  if (section === "repositories") return [home, list, { text: [id, below].map(String).join("/"), href: path }];
  const one = { text: PAGES[path] ?? decodeURIComponent(id), href: `/${section}/${id}` };
  if (below === "browse") return [home, list, one, { text: rest.map(decodeURIComponent).join("/"), href: path }];
  return [home, list, { ...one, href: path }];
}
