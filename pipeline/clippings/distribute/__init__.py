"""What is done with a published package: releases, verification, object storage, zip files."""
