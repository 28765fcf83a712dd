"""From files and containers (gzip, WARC, zip, MHTML, HTTP responses) to the bytes of single dumps."""
