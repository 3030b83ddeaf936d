// The token that a page sends with what it changes: in the page's head, and in a header that no form can send.
export const PAGE_TOKEN_META = "holdfast-page-token";
export const PAGE_TOKEN_HEADER = "x-holdfast-page-token";
