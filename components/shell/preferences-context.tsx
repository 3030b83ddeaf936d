"use client";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { type Clock, DARK_CLASS, type Preferences, type Theme, writePreferenceCookie, zoneOf } from "./preferences";

interface PreferencesValue extends Preferences {
  /** The zone exact times are shown in. */
  zone: string;
  setTheme: (theme: Theme) => void;
  setClock: (clock: Clock) => void;
}

const PreferencesContext = createContext<PreferencesValue | undefined>(undefined);

export function usePreferences(): PreferencesValue {
  const value = useContext(PreferencesContext);
  if (!value) throw new Error("usePreferences needs a PreferencesProvider above it");
  return value;
}

export function PreferencesProvider({ initial, children }: { initial: Preferences; children: ReactNode }) {
  const [preferences, setPreferences] = useState(initial);
  useBrowserZone(preferences, setPreferences);
  useThemeClass(preferences.theme);
  const value = useMemo(
    (): PreferencesValue => ({
      ...preferences,
      zone: zoneOf(preferences),
      setTheme: (theme) => {
        writePreferenceCookie("theme", theme);
        setPreferences((old) => ({ ...old, theme }));
      },
      setClock: (clock) => {
        writePreferenceCookie("clock", clock);
        setPreferences((old) => ({ ...old, clock }));
      },
    }),
    [preferences],
  );
  return <PreferencesContext value={value}>{children}</PreferencesContext>;
}

/** The server cannot know the browser's zone on its first visit; from then on a cookie tells it. */
function useBrowserZone(preferences: Preferences, set: (update: (old: Preferences) => Preferences) => void) {
  const { localZone } = preferences;
  useEffect(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!zone || zone === localZone) return;
    writePreferenceCookie("localZone", zone);
    set((old) => ({ ...old, localZone: zone }));
  }, [localZone, set]);
}

function useThemeClass(theme: Theme) {
  useEffect(() => {
    const system = window.matchMedia("(prefers-color-scheme: dark)");
    const apply = () =>
      document.body.classList.toggle(DARK_CLASS, theme === "dark" || (theme === "system" && system.matches));
    apply();
    system.addEventListener("change", apply);
    return () => system.removeEventListener("change", apply);
  }, [theme]);
}
