/** Something besides the verdict's one sentence, with the page that shows more. */
export interface Finding {
  level: "attention" | "bad";
  text: string;
  href: string;
}
