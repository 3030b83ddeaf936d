// The way from an error on a page to what the console's log knows of it.

/** Where the reference goes in the address of a log. */
export const REFERENCE_PLACE = "{reference}";

/** The address at which the log shows what is known under this reference. */
export const logAddress = (link: string, reference: string): string =>
  link.replaceAll(REFERENCE_PLACE, encodeURIComponent(reference));
