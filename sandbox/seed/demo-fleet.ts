// The demo organisation's repositories: a few dozen, each for a reason.
import type { HistoryOptions } from "./history";

export interface DemoRepository {
  name: string;
  description: string;
  history?: Partial<HistoryOptions>;
  /** Made by a writer of its own instead of a history. */
  special?: "empty" | "odd-refs" | "sha256";
  archived?: boolean;
  blocked?: boolean;
  /** It was created under this name and renamed afterwards. */
  formerName?: string;
}

const NAMES: [string, string, HistoryOptions["language"]][] = [
  ["accounts", "Customers, contracts and who may see what", "go"],
  ["analytics", "Event pipeline and nightly reports", "py"],
  ["android-app", "The Android client", "ts"],
  ["auth", "Sign-in, sessions and tokens", "go"],
  ["billing", "Invoices and payments", "go"],
  ["brand-assets", "Logos, fonts and colours", "md"],
  ["catalogue", "Product catalogue service", "ts"],
  ["checkout", "Cart and checkout", "ts"],
  ["ci-tools", "Scripts the pipelines share", "py"],
  ["data-models", "Shared schemas", "py"],
  ["design-system", "Components and guidelines", "ts"],
  ["edge-proxy", "Routing and rate limits", "go"],
  ["feature-flags", "Flags and experiments", "ts"],
  ["fraud", "Scoring of orders", "py"],
  ["gateway", "Public API gateway", "go"],
  ["handbook", "How we work", "md"],
  ["ios-app", "The iOS client", "ts"],
  ["ledger", "Double-entry book-keeping", "go"],
  ["mailer", "Transactional e-mail", "ts"],
  ["notifications", "Push and in-app messages", "ts"],
  ["orders", "Order life cycle", "go"],
  ["partners", "Partner portal", "ts"],
  ["pricing", "Rules and discounts", "py"],
  ["runbooks", "What to do at 3 am", "md"],
  ["search", "Indexing and queries", "go"],
  ["shipping", "Labels and tracking", "ts"],
  ["terraform", "Cloud infrastructure", "md"],
];

export const DEMO_REPOSITORIES: DemoRepository[] = [
  ...NAMES.map(
    ([name, description, language], index): DemoRepository => ({
      name,
      description,
      history: {
        language,
        commits: 30 + ((index * 37) % 120),
        openBranches: index % 5,
        releases: index % 6,
        pulls: index % 4,
      },
    }),
  ),
  {
    name: "web",
    description: "The shop's web front end",
    history: {
      language: "ts",
      commits: 400,
      openBranches: 12,
      releases: 14,
      pulls: 12,
      binaryBytes: 6_000_000,
      workflow: true,
      defaultBranch: "trunk",
    },
  },
  {
    name: "media-archive",
    description: "Product photos, originals",
    history: { language: "md", commits: 20, binaryBytes: 24_000_000 },
  },
  {
    name: "storefront",
    description: "Renamed from shop last spring",
    formerName: "shop",
    history: { language: "ts", commits: 60, releases: 3 },
  },
  {
    name: "legacy-erp",
    description: "Archived: replaced by ledger and orders",
    archived: true,
    history: { language: "py", commits: 80, releases: 2 },
  },
  {
    name: "takedown",
    description: "Blocked by GitHub after a takedown notice",
    blocked: true,
    history: { language: "ts", commits: 12 },
  },
  { name: "new-idea", description: "Nothing pushed yet", special: "empty" },
  { name: "git-torture", description: "Ref names that scripts forget", special: "odd-refs" },
  { name: "sha256-trial", description: "A repository with SHA-256 object names", special: "sha256" },
];
