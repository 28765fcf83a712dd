"""Object storage that speaks S3: addresses, buckets, leases, folders sent and fetched. Knows nothing of packages or articles.

Where the server is and who may use it is said by the variables that every S3 program reads: `AWS_ENDPOINT_URL`,
`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, and `AWS_ALLOW_HTTP` for a server without TLS.
"""
