// A property filter as text for the address: `outcome=failed,repository:api`, joined by `,` (and) or `|` (or).

export interface FilterToken {
  /** Undefined: any property that can be searched by words. */
  propertyKey?: string;
  operator: string;
  value: string;
}

export interface FilterQuery {
  tokens: readonly FilterToken[];
  operation: "and" | "or";
}

const TOKEN = /^([a-zA-Z]*)(!=|!:|!\^|>=|<=|=|:|\^|>|<)(.*)$/s;

export function filterToText({ tokens, operation }: FilterQuery): string {
  return tokens
    .map(({ propertyKey = "", operator, value }) => `${propertyKey}${operator}${protect(String(value))}`)
    .join(operation === "or" ? "|" : ",");
}

/** What is not a filter is left out: an address typed by hand never breaks a page. */
export function textToFilter(text: string | undefined): FilterQuery & { tokens: FilterToken[] } {
  const operation = text && !text.includes(",") && text.includes("|") ? "or" : "and";
  const tokens = (text ?? "").split(operation === "or" ? "|" : ",").flatMap((part) => {
    const [, propertyKey, operator, value] = TOKEN.exec(part) ?? [];
    if (operator === undefined || value === undefined) return [];
    return [{ propertyKey: propertyKey || undefined, operator, value: plain(value) }];
  });
  return { tokens, operation };
}

const protect = (value: string) => value.replaceAll("%", "%25").replaceAll(",", "%2C").replaceAll("|", "%7C");
const plain = (value: string) => value.replaceAll("%7C", "|").replaceAll("%2C", ",").replaceAll("%25", "%");
