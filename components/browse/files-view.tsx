"use client";
import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { CommitRow, Seen } from "@/lib/domain/browse";
import { Ago } from "../parts/times";
import styles from "./browse.module.css";
import { CommitId } from "./commit-id";
import { FileView } from "./file-view";
import { FolderView } from "./folder-view";
import { LinkView } from "./link-view";
import { NoRef } from "./no-ref";
import { PathCrumbs } from "./path-crumbs";
import type { Place } from "./place";
import { PlaceLink } from "./place-link";
import { pathQuery } from "./queries";
import { Reading } from "./reading";
import { RefPicker } from "./ref-picker";

/** A folder or a file, as it was in the commit that a branch or tag led to. */
export function FilesView({ place }: { place: Place }) {
  const way = useRef<HTMLDivElement>(null);
  const last = useRef(place.path);
  useEffect(() => {
    if (last.current === place.path) return;
    last.current = place.path;
    // The link that was followed is gone with its folder: who reads by ear goes on from the way to here.
    way.current?.focus({ preventScroll: true });
  }, [place.path]);
  return (
    <SpaceBetween size="m">
      <div className={styles.where}>
        <RefPicker place={place} />
        <div ref={way} tabIndex={-1} className={styles.way}>
          <PathCrumbs place={place} />
        </div>
        {place.ref && (
          <PlaceLink href={place.at({ view: "commits" })}>
            {place.path === "" ? "All commits" : "What changed here"}
          </PlaceLink>
        )}
      </div>
      {place.ref ? <Files place={place} ref_={place.ref} /> : <NoRef />}
    </SpaceBetween>
  );
}

function Files({ place, ref_: ref }: { place: Place; ref_: string }) {
  const { of, path, find } = place;
  const query = useQuery(pathQuery(of, { ref, path, find }));
  return (
    <Reading of={of} query={query} what={path || "the files"}>
      {(seen) => (
        <SpaceBetween size="s">
          <AtCommit commit={seen.commit} />
          <Content seen={seen} place={place} ref_={ref} />
        </SpaceBetween>
      )}
    </Reading>
  );
}

function AtCommit({ commit: { oid, subject, author, committedAt } }: { commit: CommitRow }) {
  return (
    <Box color="text-body-secondary" fontSize="body-s">
      As of commit <CommitId oid={oid} /> {subject}, by {author.name || "nobody named"}, committed{" "}
      <Ago at={committedAt} />
    </Box>
  );
}

function Content({ seen, place, ref_: ref }: { seen: Seen; place: Place; ref_: string }) {
  switch (seen.kind) {
    case "folder":
      return <FolderView key={place.path} folder={seen} place={place} />;
    case "file":
      return <FileView file={seen} of={place.of} at={{ ref, path: place.path }} />;
    default:
      return <LinkView seen={seen} />;
  }
}
