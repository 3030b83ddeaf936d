// How a text from outside has to be written. The browser asks these rules; zod's schemas, which it does not load, are made of the
// same ones (text-schema.ts).

export interface TextRule {
  form: RegExp;
  /** What no pattern can say. */
  also?: (text: string) => boolean;
  /** Characters. */
  least?: number;
  most?: number;
  /** For whoever wrote it: how it has to be written. */
  wrong: string;
}

export function follows({ form, also, least = 0, most = Number.POSITIVE_INFINITY }: TextRule, text: unknown): boolean {
  if (typeof text !== "string" || text.length < least || text.length > most) return false;
  return form.test(text) && (also === undefined || also(text));
}
