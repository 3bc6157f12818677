import { ResourcePage } from "../../../resource/ResourcePage";

/** The working time that plans count in. */
export const CalendarsPage = () => <ResourcePage key="work_calendars" resource="work_calendars" />;
