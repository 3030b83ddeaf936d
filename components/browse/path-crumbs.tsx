"use client";
import { splitRepositoryName } from "@/lib/domain/ids";
import styles from "./browse.module.css";
import type { Place } from "./place";
import { PlaceLink } from "./place-link";

/** The way from the top to where one is; the last step is no link. */
export function PathCrumbs({ place }: { place: Place }) {
  const names = place.path.split("/").filter(Boolean);
  const top = splitRepositoryName(place.of.repository).repository;
  const steps = [
    { name: top, path: "" },
    ...names.map((name, index) => ({ name, path: names.slice(0, index + 1).join("/") })),
  ];
  return (
    <nav aria-label="Path" className={styles.crumbs}>
      <ol>
        {steps.map(({ name, path }, index) => (
          <li key={path}>
            {index === steps.length - 1 ? (
              <span aria-current="page">{name}</span>
            ) : (
              <PlaceLink href={place.at({ view: "files", path })}>{name}</PlaceLink>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
