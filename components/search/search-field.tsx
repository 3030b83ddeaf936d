"use client";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import styles from "./search.module.css";

/** By it `/` finds the field. */
export const SEARCH_FIELD_ID = "search-everything";

/** In the header of every page; where there is no room for it, a link to the page that has one. */
export function SearchField() {
  const router = useRouter();
  const [text, setText] = useState("");
  return (
    <>
      <search className={styles.field}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            router.push(`/search?${new URLSearchParams({ find: text.trim() })}`);
            setText("");
          }}
        >
          <input
            id={SEARCH_FIELD_ID}
            type="search"
            value={text}
            onChange={(event) => setText(event.target.value)}
            aria-label="Search everything"
            aria-keyshortcuts="/"
            placeholder="Search everything ( / )"
            autoComplete="off"
          />
        </form>
      </search>
      <Link href="/search" className={styles.short} prefetch={false}>
        Search
      </Link>
    </>
  );
}
