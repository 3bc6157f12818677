import { ResourcePage } from "../../../resource/ResourcePage";
import { Sections } from "../parts/Sections";
import "../automation.css";

const page = (resource: string) =>
  function Listed() {
    return <><div className="rule-sections-above"><Sections /></div><ResourcePage resource={resource} /></>;
  };

/** Letters, their templates, who wants none, and other systems: lists drawn from meta below the pages of automation. */
export const Letters = { Component: page("letters") };
export const Templates = { Component: page("letter_templates") };
export const OptOuts = { Component: page("mail_opt_outs") };
export const Webhooks = { Component: page("webhooks") };
