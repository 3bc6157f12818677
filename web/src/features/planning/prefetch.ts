import { queryClient } from "../../api/query";
import { networkQuery, plansQuery } from "./api";

/** The plan travels while the page's code still loads. */
export function prefetchPlan(project: string): void {
  void queryClient.fetchQuery(plansQuery(project)).then((plans) => plans[0] && queryClient.prefetchQuery(networkQuery(plans[0].id, null)), () => undefined);
}
