"""The one suite about rights: every resource, every action, every scope."""
