"use client";
import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { curlLine, type OperationView } from "@/lib/domain/api/operation-view";
import { Commands } from "../parts/commands";

export function OperationDetails({ operation, api }: { operation: OperationView; api: string }) {
  const { needs, parameters } = operation;
  return (
    <SpaceBetween size="s">
      <Box color="text-body-secondary">{needs}</Box>
      {parameters.length > 0 && (
        <ul style={{ margin: 0, paddingInlineStart: 20 }}>
          {parameters.map(({ name, place, required, kind }) => (
            <li key={`${place} ${name}`}>
              <code>{name}</code> ({place}
              {required ? "" : ", optional"}): {kind}
            </li>
          ))}
        </ul>
      )}
      <Commands label="To copy" lines={[curlLine(api, operation)]} />
    </SpaceBetween>
  );
}
