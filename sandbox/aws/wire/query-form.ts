import type { NormalizedSchema } from "@smithy/core/schema";

type FormTree = { [name: string]: FormTree | string };

/**
 * The query protocol's form (`Filters.member.1.Name=x`, `Attributes.entry.1.key=k`) as the object the model describes,
 * still with text where the model wants numbers and dates; see {@link coerce}.
 */
export function readForm(schema: NormalizedSchema, form: URLSearchParams): unknown {
  const tree: FormTree = {};
  for (const [name, value] of form) {
    if (name !== "Action" && name !== "Version") plant(tree, name.split("."), value);
  }
  return schema.isUnitSchema() ? {} : coerce(schema, tree);
}

function plant(tree: FormTree, path: string[], value: string): void {
  const [head = "", ...rest] = path;
  if (rest.length === 0) {
    tree[head] = value;
    return;
  }
  const branch = tree[head];
  const next: FormTree = typeof branch === "object" ? branch : {};
  tree[head] = next;
  plant(next, rest, value);
}

/** Text becomes what the model says; what cannot be read stays text for the validation to refuse. */
function coerce(schema: NormalizedSchema, value: FormTree | string): unknown {
  if (typeof value === "string") return coerceText(schema, value);
  if (schema.isListSchema()) {
    return numbered(childOf(value, "member")).map((each) => coerce(schema.getValueSchema(), each));
  }
  if (schema.isMapSchema()) {
    const entries = numbered(childOf(value, "entry")) as { [name: string]: FormTree | string }[];
    const { xmlName: keyName = "key" } = schema.getKeySchema().getMergedTraits();
    const { xmlName: valueName = "value" } = schema.getValueSchema().getMergedTraits();
    return Object.fromEntries(
      entries.map((each) => [
        String(each[keyName] ?? each.Name ?? ""),
        coerce(schema.getValueSchema(), each[valueName] ?? each.Value ?? ""),
      ]),
    );
  }
  const members = new Map(schema.structIterator());
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => {
      const member = members.get(name);
      return [name, member ? coerce(member, each) : each];
    }),
  );
}

function coerceText(schema: NormalizedSchema, text: string): unknown {
  if (schema.isBooleanSchema()) return text === "true" ? true : text === "false" ? false : text;
  if (schema.isNumericSchema()) return text !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
  // An empty list is sent as `Name=`.
  if (schema.isListSchema() && text === "") return [];
  return text;
}

function childOf(tree: FormTree, name: string): FormTree {
  const child = tree[name];
  return typeof child === "object" ? child : tree;
}

function numbered(tree: FormTree): (FormTree | string)[] {
  const keys = Object.keys(tree).sort((a, b) => Number(a) - Number(b));
  return keys.flatMap((key) => tree[key] ?? []);
}
