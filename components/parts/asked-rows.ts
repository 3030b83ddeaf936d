/** What a table asks of the server; all of it stands in the address. */
export interface AskedRows {
  filter?: string;
  sort?: string;
  page?: string;
}

/** The same of a page's search parameters, for what is read before it is sent. */
export const askedRows = (params: Record<string, string | string[] | undefined>): AskedRows => {
  const text = (name: string) => (typeof params[name] === "string" ? params[name] : undefined);
  return { filter: text("filter"), sort: text("sort"), page: text("page") };
};
