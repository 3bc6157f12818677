"""Pure calculations of documents: text out of files, names, revisions. Nothing here touches the database."""
