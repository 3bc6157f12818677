"""Every step of an import, one file per matter; the steps in order are the functions of `batches`, `checking`, `running`, `undoing`."""
