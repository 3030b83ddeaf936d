import { AppError } from "@/lib/domain/errors";

export interface Page {
  headers: { link?: string };
  data: unknown;
}

/** GitHub's largest; the default of 30 would cost three times the requests. */
const PAGE_SIZE = 100;

/** A million entries; a list that goes on then was made to go on for ever. */
const MOST_PAGES = 10_000;

/**
 * Every page of a list, by the Link header as GitHub asks for ("Using pagination in the REST API"). `get` is given whole
 * URLs. The links are followed on the list's own server only, for each request carries a token; and none twice.
 * @throws AppError github-answer, and what `get` throws: a page that cannot be had is never the end of the list
 */
export async function* pagedList(
  get: (url: string) => Promise<Page>,
  apiUrl: string,
  path: string,
  query: Record<string, string> = {},
): AsyncGenerator<unknown> {
  const seen = new Set<string>();
  const first = new URLSearchParams({ ...query, per_page: String(PAGE_SIZE) });
  for (let url: string | undefined = `${apiUrl}${path}?${first}`; url; ) {
    seen.add(url);
    const { headers, data } = await get(url);
    yield data;
    url = nextIn(headers.link ?? "");
    if (url === undefined) return;
    if (seen.size === MOST_PAGES) throw refused(path, `there are more than ${MOST_PAGES} pages`);
    const wrong = seen.has(url) ? "it leads back" : url.startsWith(`${apiUrl}/`) ? undefined : "it leads elsewhere";
    if (wrong) throw refused(path, `the link to the next page: ${wrong}`);
  }
}

const refused = (path: string, detail: string) =>
  new AppError("github-answer", { status: 200, action: `GET ${path}`, detail });

function nextIn(link: string): string | undefined {
  return /<([^<>]+)>\s*;[^,<]*\brel="next"/.exec(link)?.[1];
}
