"use client";
import { type FormEvent, useEffect, useRef } from "react";

/** Shorter than from a last letter to Enter. */
const REST_MS = 50;

/** For `onInput` of what is around a field: calls back with what stands in it, once the hand rests for a moment. */
export function useTyped(onTyped: (text: string) => void): (event: FormEvent<HTMLElement>) => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return ({ target, currentTarget }) => {
    // React hands on what is typed in a dialog too that was opened from here.
    if (!(target instanceof HTMLInputElement) || !currentTarget.contains(target)) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onTyped(target.value), REST_MS);
  };
}
