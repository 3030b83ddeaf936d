import type { RestRequest } from "./route";

const DEFAULT_PAGE_SIZE = 30;

/** The page of `items` that `request` asks for, and the Link header that leads to the others. */
export function paged<T>(request: RestRequest, items: T[]): { page: T[]; headers: Record<string, string> } {
  const { url, github } = request;
  const size = Math.min(positive(url.searchParams.get("per_page"), DEFAULT_PAGE_SIZE), github.limits.pageEntries);
  const number = positive(url.searchParams.get("page"), 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const links: string[] = [];
  const link = (to: number, relation: string) => {
    const target = new URL(url);
    target.searchParams.set("page", String(to));
    links.push(`<${target}>; rel="${relation}"`);
  };
  if (number > 1) link(Math.min(number - 1, last), "prev");
  if (number < last) {
    link(number + 1, "next");
    link(last, "last");
  }
  if (number > 1) link(1, "first");
  return {
    page: items.slice((number - 1) * size, number * size),
    headers: links.length > 0 ? { link: links.join(", ") } : {},
  };
}

/** Numbers GitHub cannot use count as not given. */
function positive(text: string | null, otherwise: number): number {
  const value = Number(text ?? "");
  return Number.isInteger(value) && value > 0 ? value : otherwise;
}
