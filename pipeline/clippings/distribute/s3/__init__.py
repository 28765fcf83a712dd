"""Object storage over S3: addresses, buckets, leases, upload and download of folders. Packages and articles do not belong here.

The usual AWS environment variables set the server and the credentials: `AWS_ENDPOINT_URL`, `AWS_ACCESS_KEY_ID`,
`AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, and `AWS_ALLOW_HTTP` for a server without TLS.
"""
