import { route } from "@/app/_server/route";
import { rowQuery } from "@/lib/domain/row-page";
import { readRepositories } from "@/lib/operations/read-repositories";

export const GET = route({ action: "view", input: rowQuery }, ({ services, input, now }) =>
  readRepositories(services, input, now),
);
