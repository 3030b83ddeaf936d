// What is measured: each page with the routes that its browser asks while it stands open.
import type { RepositoryName, SnapshotId } from "@/lib/domain/ids";

export interface AskedPage {
  name: string;
  page: string;
  /** The first is what the page shows; it is polled. */
  routes: string[];
}

export interface Examples {
  newest: SnapshotId;
  older: SnapshotId;
  repository: RepositoryName;
}

export function askedPages({ newest, older, repository }: Examples): AskedPage[] {
  const pair = `from=${older}&to=${newest}`;
  return [
    { name: "Overview", page: "/", routes: ["/api/overview"] },
    { name: "Snapshots", page: "/snapshots", routes: ["/api/snapshots?limit=60"] },
    {
      name: "One snapshot",
      page: `/snapshots/${newest}`,
      routes: [
        `/api/snapshots/${newest}?side=primary`,
        `/api/snapshots/${newest}/entries?side=primary`,
        `/api/snapshots/${newest}/entries?side=primary&filter=:search&sort=-size&page=3`,
      ],
    },
    { name: "Repositories", page: "/repositories", routes: ["/api/repositories", "/api/repositories?filter=:search"] },
    {
      name: "Repository history",
      page: `/repositories/${repository}`,
      routes: [`/api/repositories/history?repository=${repository}`, `/api/repositories/refs?repository=${repository}`],
    },
    { name: "Compare", page: `/snapshots/compare?${pair}`, routes: [`/api/snapshots/compare?${pair}`] },
    { name: "Search", page: "/search?find=terraform", routes: ["/api/search?find=terraform"] },
    {
      name: "Restore wizard",
      page: `/restore?snapshot=${newest}`,
      routes: [`/api/snapshots/${newest}/chains?side=primary`],
    },
    { name: "Runs", page: "/runs", routes: ["/api/runs"] },
  ];
}
