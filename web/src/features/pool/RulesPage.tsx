import { ResourcePage } from "../../resource/ResourcePage";

/** 公海规则: how many customers one may hold, and when neglected ones come back. */
export const RulesPage = () => <ResourcePage resource="pool_rules" />;
