"""Distribution of a published package: releases, verification, object storage, zip files."""
