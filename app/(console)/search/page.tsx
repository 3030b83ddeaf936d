import type { Metadata } from "next";
import { Prefetched } from "@/app/_server/prefetched";
import { pageSession } from "@/app/_server/session";
import { searchQuery } from "@/components/search/queries";
import { SearchScreen } from "@/components/search/search-screen";
import { SHORTEST_SEARCH } from "@/lib/domain/catalogue/search-results";
import { search } from "@/lib/operations/search";

export const metadata: Metadata = { title: "Search" };

/** As long as what the API takes. */
const LONGEST_SEARCH = 250;

export default async function SearchPage({ searchParams }: { searchParams: Promise<{ find?: string | string[] }> }) {
  const { services } = await pageSession();
  const { find } = await searchParams;
  const text = typeof find === "string" ? find.trim() : "";
  const isAsked = text.length >= SHORTEST_SEARCH && text.length <= LONGEST_SEARCH;
  return (
    <Prefetched queries={isAsked ? [{ query: searchQuery(text), read: () => search(services, text, new Date()) }] : []}>
      <SearchScreen />
    </Prefetched>
  );
}
