# SPDX-License-Identifier: Apache-2.0
"""Attempts against the PostgreSQL door, one file a kind; each has `attempts(arena)`."""
