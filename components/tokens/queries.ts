import { queryOptions } from "@tanstack/react-query";
import type { MadeToken, MakeTokenInput, TokenList, TokenRow } from "@/lib/domain/api-token/token-views";
import { getJson, postJson } from "../http";
import { POLL_MS, poll } from "../polling";

export const tokensQuery = () =>
  queryOptions({
    queryKey: ["tokens"],
    queryFn: ({ signal }) => getJson<TokenList>("/api/tokens", {}, signal),
    refetchInterval: poll<TokenList>(() => POLL_MS.idleList),
  });

export const makeToken = (input: MakeTokenInput): Promise<MadeToken> => postJson<MadeToken>("/api/tokens", input);

/** What one says of a token that is there. */
export type TokenWord = "revoke" | "approve";

export const sayOfToken = (word: TokenWord, id: string): Promise<TokenRow> =>
  postJson<TokenRow>(`/api/tokens/${id}/${word}`);
