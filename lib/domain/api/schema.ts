// Schemas of what the API answers. Each is held against the type that the console itself works with, both ways: a member that is
// added, taken away or made optional on one side alone does not compile.
import { z } from "zod";

/** As JSON has it: a member that may be undefined may be missing. */
type AsJson<T> = T extends readonly (infer E)[]
  ? AsJson<E>[]
  : T extends string | number | boolean | null | undefined
    ? T
    : Flat<
        { [K in keyof T as undefined extends T[K] ? never : K]: AsJson<T[K]> } & {
          [K in keyof T as undefined extends T[K] ? K : never]?: AsJson<Exclude<T[K], undefined>>;
        }
      >;
type Flat<T> = { [K in keyof T]: T[K] };

/** Whether two types are one and the same as JSON, and not only fit each other. */
type Same<A, B> = (<T>() => T extends AsJson<A> ? 1 : 2) extends <T>() => T extends AsJson<B> ? 1 : 2 ? true : false;

/** Schemas that have a name in the document. */
export const apiSchemas = z.registry<{ id: string; description?: string }>();

/** `named<Type>()(name, schema)`: the schema under this name, which has to describe exactly this type. */
export const named =
  <T>() =>
  <S extends z.ZodType>(
    id: string,
    schema: S & (Same<z.infer<S>, T> extends true ? unknown : { "is not the type": [AsJson<z.infer<S>>, AsJson<T>] }),
    description?: string,
  ): S => {
    apiSchemas.add(schema, { id, description });
    return schema;
  };
