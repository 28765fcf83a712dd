"""Helpers of the tests: written pages, small disks, damaged packages, servers, scoring. No test is here."""
