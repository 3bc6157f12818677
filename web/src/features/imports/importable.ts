/** Resources whose list offers an import; the server decides who may. */
export const IMPORTABLE = ["customers", "contacts", "addresses", "interactions", "cooperations", "price_items", "units", "users", "dictionary_entries"];
