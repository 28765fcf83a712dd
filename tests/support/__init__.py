"""Helpers of the tests: written pages, small disks, damaged packages, servers, scoring. Contains no tests."""
