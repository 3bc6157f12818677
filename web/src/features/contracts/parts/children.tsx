import type { Filter } from "../../../api/types";
import { RelatedList } from "../../../resource/RelatedList";
import type { RecordProps } from "../../../resource/registry";

interface Child {
  resource: string;
  columns: string[];
  sort?: string;
  /** The states of the contract in which rows may be added. */
  states: readonly string[];
}

const DRAFT = ["draft"] as const;
const LIVE = ["signed", "performing"] as const;
const ANY = ["draft", "approving", "approved", "signed", "performing", "settled"] as const;

const CHILDREN = {
  lines: { resource: "contract_lines", columns: ["position", "name", "specification", "quantity", "uom", "unit_price", "tax_rate", "total_amount"], sort: "position", states: DRAFT },
  terms: { resource: "payment_terms", columns: ["name", "kind", "trigger", "milestone", "ratio", "amount", "planned_on", "due_days", "state", "reached_on"], sort: "position", states: [...DRAFT, ...LIVE] },
  variations: { resource: "variations", columns: ["name", "number", "kind", "amount", "days", "state", "happened_on", "approved_on"], sort: "-updated_at", states: LIVE },
  bonds: { resource: "bonds", columns: ["kind", "side", "form", "number", "amount", "issuer", "expires_on", "returned_on"], sort: "expires_on", states: ANY },
  parties: { resource: "contract_parties", columns: ["name", "role", "credit_code", "signatory", "bank", "account"], sort: "role", states: DRAFT },
  clauses: { resource: "contract_clauses", columns: ["name", "text"], sort: "position", states: DRAFT },
} satisfies Record<string, Child>;

/** The rows of one kind that belong to a contract. What was agreed can be added to in a draft only; the server decides the same. */
function childTab(kind: keyof typeof CHILDREN) {
  const child: Child = CHILDREN[kind];
  return function ChildTab({ row }: RecordProps) {
    const filter: Filter = ["contract", "=", row.id];
    const closed = Boolean(row.archived_at) || !child.states.includes(String(row.state));
    return <RelatedList resource={child.resource} filter={filter} initial={{ contract: row.id }} columns={child.columns} hide={["contract"]} sort={child.sort} closed={closed} />;
  };
}

export const LinesTab = childTab("lines");
export const TermsTab = childTab("terms");
export const VariationsTab = childTab("variations");
export const BondsTab = childTab("bonds");
export const PartiesTab = childTab("parties");
export const ClausesTab = childTab("clauses");

/** What was ordered under a framework agreement. */
export function CallOffsTab({ row }: RecordProps) {
  const customer = (row.customer as { id: string } | null)?.id;
  return <RelatedList resource="contracts" filter={["parent", "=", row.id]} initial={{ parent: row.id, customer, direction: row.direction }} columns={["name", "number", "kind", "current_amount", "state", "signed_on"]} sort="-updated_at" closed={Boolean(row.archived_at)} />;
}
