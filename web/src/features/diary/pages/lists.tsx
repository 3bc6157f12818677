import { ResourcePage } from "../../../resource/ResourcePage";
import "../diary.css";

export const VisitsPage = () => <ResourcePage resource="visits" />;
export const AllReportsPage = () => <ResourcePage resource="daily_reports" />;
export const EntryRulesPage = () => <ResourcePage resource="entry_rules" />;
