"""Strategies and mutations for the tests of packages that build on this one."""
