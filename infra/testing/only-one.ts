/** The one element of a list; a test that meets none or several is wrong about the template, and says so. */
export function onlyOne<T>(list: readonly T[], what: string): T {
  const [first, ...others] = list;
  if (first === undefined || others.length > 0) throw new Error(`expected one ${what}, found ${list.length}`);
  return first;
}
