"use client";
import { useSearchParams } from "next/navigation";
import { SETTING_PARAMS, type SettingParam, type SettingsQuery } from "@/lib/domain/retention/settings-in-url";
import { setUrlParams } from "../parts/use-url-param";

/** The simulator's choices, kept in the address. */
export function useSettingsQuery() {
  const params = useSearchParams();
  const query: SettingsQuery = Object.fromEntries(SETTING_PARAMS.map((name) => [name, params.get(name) ?? undefined]));
  return {
    query,
    choose: (name: SettingParam, value: string | undefined) => setUrlParams({ [name]: value }),
    reset: () => setUrlParams(Object.fromEntries(SETTING_PARAMS.map((name) => [name, undefined]))),
  };
}
