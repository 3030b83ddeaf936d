/** JSON that keeps dates: a lifecycle rule may hold one, and the SDK's types and codecs want a Date back. */
export function stringifyStored(value: unknown): string {
  return JSON.stringify(
    value,
    function (this: Record<string, unknown>, key, plain: unknown) {
      // The replacer's value has already been through Date.toJSON; `this` has not.
      const original = this[key];
      return original instanceof Date ? { [DATE]: original.toISOString() } : plain;
    },
    2,
  );
}

export function parseStored<T>(text: string): T {
  return JSON.parse(text, (_key, value: unknown) => {
    if (typeof value === "object" && value !== null && DATE in value) return new Date(String(value[DATE]));
    return value;
  }) as T;
}

const DATE = "$date";
