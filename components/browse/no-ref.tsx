import { Empty } from "../parts/empty";

export const NoRef = () => (
  <Empty title="Choose a branch or tag">
    The backup does not tell which branch is the default one, or it has none of that name.
  </Empty>
);
