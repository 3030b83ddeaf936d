import type { RestorePoint } from "@/lib/domain/catalogue/repository-history";
import { setUrlParams } from "../parts/use-url-param";

/** Opens a restore point over the page; it stands in the address, with the run that makes one bundle of it. */
export const openPoint = ({ snapshot }: RestorePoint): void => setUrlParams({ point: snapshot, export: undefined });

export const closePoint = (): void => setUrlParams({ point: undefined, export: undefined });
