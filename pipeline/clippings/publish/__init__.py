"""Tables to a published package: Parquet and CSV, descriptor, data card, checksums, and the swap into place."""
