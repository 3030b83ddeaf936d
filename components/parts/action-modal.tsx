"use client";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";

interface ActionModalProps {
  visible?: boolean;
  header: ReactNode;
  onClose: () => void;
  /** What the button says that does nothing. */
  cancel?: string;
  /** The button that does it. */
  button: ReactNode;
  /** What Return does in a field, where there is one. */
  onSubmit?: () => void;
  children: ReactNode;
}

/** Says what will be done before it is done: one way back, one way on. */
export function ActionModal({
  visible = true,
  header,
  onClose,
  cancel = "Cancel",
  button,
  onSubmit,
  children,
}: ActionModalProps) {
  const content = <SpaceBetween size="m">{children}</SpaceBetween>;
  return (
    <Modal
      visible={visible}
      onDismiss={onClose}
      header={header}
      closeAriaLabel="Close"
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              {cancel}
            </Button>
            {button}
          </SpaceBetween>
        </Box>
      }
    >
      {onSubmit ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            onSubmit();
          }}
        >
          {content}
        </form>
      ) : (
        content
      )}
    </Modal>
  );
}
