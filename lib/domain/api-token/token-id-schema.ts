// The id of a token, as it comes from outside.
import { textBy } from "../text-schema";
import { TOKEN_ID } from "./token-text";

export const tokenId = textBy(TOKEN_ID).brand<"TokenId">();
