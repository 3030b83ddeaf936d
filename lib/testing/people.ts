import type { NamedPerson } from "@/lib/domain/approval/approval";

// People who do things in tests.
export const OLGA: NamedPerson = { id: 101, login: "olga", role: "operator" };
export const OMAR: NamedPerson = { id: 102, login: "omar", role: "operator" };
export const INES: NamedPerson = { id: 103, login: "ines", role: "admin" };
export const IGOR: NamedPerson = { id: 104, login: "igor", role: "admin" };
