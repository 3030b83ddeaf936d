import { z } from "zod";
import { act, route } from "@/app/_server/route";
import { makeTokenInput } from "@/lib/domain/api-token/token-input-schema";
import { actionToMake } from "@/lib/domain/api-token/token-scope";
import type { MadeToken } from "@/lib/domain/api-token/token-views";
import { listTokens } from "@/lib/operations/api-tokens/list-tokens";
import { makeToken } from "@/lib/operations/api-tokens/make-token";

export const GET = route({ action: "view", input: z.object({}) }, ({ services, now }) => listTokens(services, now));

export const POST = act(
  {
    action: ({ scope }) => actionToMake(scope),
    input: makeTokenInput,
    // A token outlives the session: it is not to be made of what is left of a role.
    fresh: true,
    about: ({ name, scope, days }) => ({ about: `${name}, ${scope}, for ${days} days` }),
    done: ({ row: { id, name, scope, expires_at } }: MadeToken) => ({
      about: `${name} (${id}), ${scope}, until ${expires_at}`,
    }),
  },
  ({ services, input, session, now }) => makeToken(services, input, session, now),
);
