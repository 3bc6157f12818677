import { RelatedList } from "../../../resource/RelatedList";
import type { RecordProps } from "../../../resource/registry";

const COLUMNS = ["name", "discipline", "state", "number", "elements_count", "linked_count", "converted_at"];

/** The models of a project, each with a page of its own. */
export const ModelsTab = ({ row }: RecordProps) => <RelatedList resource="bim_models" filter={["project", "=", row.id]} initial={{ project: row.id }} columns={COLUMNS} sort="-updated_at" />;
