"""Plans as other programs write them: MS Project XML, Primavera XER and XML, Excel. Pure: nothing here knows the database."""
