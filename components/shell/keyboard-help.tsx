"use client";
import Box from "@cloudscape-design/components/box";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { may } from "@/lib/domain/role";
import { crumbsOf } from "./crumbs";
import { useShellFacts } from "./session-context";
import { PLACES } from "./use-keyboard";

/** What can be done without a mouse besides Tab; `?` opens it. */
export function KeyboardHelp({ visible, onClose }: { visible: boolean; onClose: () => void }) {
  const { role } = useShellFacts();
  const places = Object.entries(PLACES).filter(([, path]) => path !== "/audit" || may(role, "read the audit trail"));
  return (
    <Modal visible={visible} onDismiss={onClose} header="Keys" closeAriaLabel="Close">
      <SpaceBetween size="m">
        <KeyValuePairs
          columns={2}
          items={[
            { label: "/", value: "Search everything" },
            { label: "f", value: "Go to the page's filter" },
            { label: "?", value: "Show these keys" },
            { label: "Esc", value: "Close a dialog or a menu" },
            ...places.map(([key, path]) => ({ label: `g, then ${key}`, value: crumbsOf(path).at(-1)?.text })),
          ]}
        />
        <Box color="text-body-secondary">They are silent while you type.</Box>
      </SpaceBetween>
    </Modal>
  );
}
