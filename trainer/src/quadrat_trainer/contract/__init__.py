"""Typed mirror of lib/contracts/*.ts, a module for each file.

Both sides load lib/contracts/examples in their tests, so they cannot drift. Everything is validated when it is decoded.
"""
