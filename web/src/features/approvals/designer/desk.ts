import type { Approvable } from "../api";
import type { Definition } from "../model/definition";
import type { Labels } from "../model/words";

/** What every part of the designer works on. */
export interface Desk {
  definition: Definition;
  approvable: Approvable;
  labels: Labels;
  /** A published version is looked at, or the person may not change flows. */
  readonly: boolean;
  /** Node ids with what is still missing. */
  faults: Map<string, string>;
  change: (next: Definition) => void;
  /** Opens the settings of a node or a branch. */
  open: (id: string) => void;
}
