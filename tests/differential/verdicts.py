# SPDX-License-Identifier: Apache-2.0
"""What the playbook (policies/read.rego) means, said once more in Python: who sees which columns and rows of a table, in which form."""
import datetime as dt
import decimal
import hashlib
import hmac

import kinds
import world as worlds

LOOKUPS_MAX = 12
RANK = {level: number for number, level in enumerate(worlds.LEVELS)}


class Unreadable(Exception):
    """Its text is the word for the refusal: not_found or denied; `late` is what is found only after the statement was bound."""


class Asker:
    def __init__(self, user, groups, product_of=None):
        self.user, self.groups, self.product_of = user, set(groups), product_of

    def is_one_of(self, groups):
        return bool(self.groups & set(groups)) or ("*" in groups and bool(self.groups))


def product_asker(table):
    return Asker(f"product:{table.domain}/{table.name}", ["products", f"products:{table.domain}"], table)


def purposes_of(purpose):
    found = set()
    while purpose:
        found.add(purpose)
        purpose = worlds.PURPOSES[purpose][0]
    return found


class Verdicts:
    """For one world and one law."""

    def __init__(self, world, law, hash_key):
        self.world, self.law, self.hash_key = world, law, hash_key.encode()

    # ---------------------------------------------------------------- rights

    def is_owner(self, asker, table):
        if asker.product_of is not None:
            return asker.product_of.domain == table.domain
        return table.domain in asker.groups

    def rights(self, asker, table, purpose):
        """The columns of each right; an empty list is for all."""
        found, purposes = [], purposes_of(purpose)
        if self.is_owner(asker, table):
            found.append([])
        for principal, key, columns, for_what in self.law.grants:
            named = principal == "user:" + asker.user or principal in {"group:" + group for group in asker.groups}
            if named and key == table.key and (not for_what or for_what in purposes):
                found.append(columns)
        for team, key, columns, for_what in self.law.agreements:
            if team in asker.groups and key == table.key and purposes & set(for_what):
                found.append(columns)
        if asker.product_of is not None and asker.product_of.base is table and asker.product_of.domain != table.domain:
            found.append([])
        for rule in self.law.rules:
            named = any(pattern in ("*", table.key, table.domain + ".*") for pattern in rule["tables"])
            if asker.groups & set(rule["groups"]) and named and (not rule.get("purposes") or purposes & set(rule["purposes"])):
                found.append(rule.get("columns", []))
        if self.level(table) == "public" and asker.is_one_of(self.law.public_readers):
            found.append([])
        return found

    @staticmethod
    def level(table):
        return max((column.level for column in table.columns), key=RANK.get)

    def discoverable(self, asker, table, purpose):
        return bool(self.rights(asker, table, purpose)) or asker.is_one_of(self.law.discover[self.level(table)])

    # ---------------------------------------------------------------- columns

    def mask(self, asker, table, column):
        """The first that fits, or None."""
        if self.is_owner(asker, table):
            return None
        sources = {f"{table.key}.{column.name}"} | {f"{key}.{name}" for key, name in self.world.lineage(table)[column.name]}
        for mask in self.law.masks:
            fits = mask.get("source") in sources or mask.get("tag") in column.tags or mask.get("level") == column.level
            if fits and not asker.is_one_of(mask["exempt"]):
                return mask
        return None

    def columns(self, asker, table, purpose):
        rights = self.rights(asker, table, purpose)
        cleared = [self.law.otherwise] + [level for group, level in self.law.clearance.items() if group in asker.groups]
        most = len(RANK) if self.is_owner(asker, table) else max(RANK[level] for level in cleared)
        ceiling = RANK[worlds.PURPOSES[purpose][1]]
        return [column for column in table.columns
                if RANK[column.level] <= ceiling and any(not right or column.name in right for right in rights)
                and (RANK[column.level] <= most or self.mask(asker, table, column))]

    # ---------------------------------------------------------------- rows

    def filters(self, asker, table):
        """(column, filter) pairs that hold; refuses when one concerns the table that cannot be applied."""
        lineage, found = self.world.lineage(table), []
        for entry in self.law.filters:
            source, _, source_column = entry["source"].rpartition(".")
            if asker.is_one_of(entry["exempt"]) or (self.is_owner(asker, table) and source == table.key):
                continue
            names = [column.name for column in table.columns
                     if (source == table.key and source_column == column.name) or (source, source_column) in lineage[column.name]]
            found += [(name, entry) for name in names]
            if table.base is not None and source == table.base.key and not names and entry.get("derived") != "allow":
                raise Unreadable("late")
        return found

    def keeps(self, table, entry, column, value, depth):
        operator, wanted = entry["operator"], entry.get("value")
        if operator in ("isNull", "isNotNull"):
            return (value is None) == (operator == "isNull")
        if value is None:
            if operator == "in" and isinstance(wanted, dict):
                self.keys(table, wanted, depth)  # may refuse
            return False
        if operator == "startsWith":
            return value.startswith(wanted)
        if isinstance(wanted, dict):
            return value in self.keys(table, wanted, depth)
        if isinstance(wanted, list):
            return (value in [as_value(item, column.kind) for item in wanted]) == (operator == "in")
        limit = as_value(wanted, column.kind)
        return {"equal": value == limit, "notEqual": value != limit, "lessThan": value < limit, "lessOrEqual": value <= limit,
                "greaterThan": value > limit, "greaterOrEqual": value >= limit}[operator]

    def keys(self, table, target, depth):
        """What the product of `table` finds in another one's column."""
        other = self.world.table(f"{target['domain']}.{target['table']}")
        try:
            seen, rows = self.seen(product_asker(table), other, "analysis", depth + 1)
        except Unreadable as refusal:
            raise Unreadable("late") from refusal
        names = [column.name for column in seen]
        if target["column"] not in names:
            raise Unreadable("late")
        at = names.index(target["column"])
        return [row[at] for row in rows if row[at] is not None]

    def stored(self, table, depth):
        """Rows by column name, as the product has them."""
        if table.base is None:
            return [dict(zip((column.name for column in table.columns), row)) for row in table.rows]
        try:
            seen, rows = self.seen(product_asker(table), table.base, "analysis", depth + 1)
        except Unreadable as refusal:
            raise Unreadable("late") from refusal
        found = [dict(zip((column.name for column in seen), row)) for row in rows]
        if not set(table.origins.values()) | ({table.where} if table.where else set()) <= {column.name for column in seen}:
            raise Unreadable("late")
        return [{name: row[origin] for name, origin in table.origins.items()} for row in found
                if not table.where or row[table.where] is not None]

    def seen(self, asker, table, purpose, depth=0):
        """(columns, rows) as `asker` has them, or Unreadable."""
        if depth > LOOKUPS_MAX:
            raise Unreadable("late")
        if not self.discoverable(asker, table, purpose):
            raise Unreadable("not_found")
        columns = self.columns(asker, table, purpose)
        if not columns:
            raise Unreadable("denied")
        filters = self.filters(asker, table)
        for _, entry in filters:  # is told whether or not there are rows
            if isinstance(entry.get("value"), dict):
                self.keys(table, entry["value"], depth)
        rows = [row for row in self.stored(table, depth)
                if all(self.keeps(table, entry, table.column(name), row[name], depth) for name, entry in filters)]
        masks = [self.mask(asker, table, column) for column in columns]
        return columns, [[self.masked(row[column.name], mask, column) for column, mask in zip(columns, masks)] for row in rows]

    def masked(self, value, mask, column):
        if mask is None:
            return value
        action = mask["action"]
        if action == "null":
            return None
        if action == "constant":
            return as_value(mask["argument"], column.kind)
        if action in ("keepFirst4", "keepLast4"):
            text = value or ""
            return text[:4] + "****" if action == "keepFirst4" else "****" + text[-4:]
        if value is None:
            return None
        if action == "keyedHash":
            return hmac.new(self.hash_key, value.encode(), hashlib.sha256).hexdigest()[:32]
        first = value.replace(day=1) if action == "truncateToMonth" else value.replace(month=1, day=1)
        return first.replace(hour=0, minute=0, second=0, microsecond=0) if isinstance(first, dt.datetime) else first


def as_value(written, kind):
    """What a policy table's number or text is as a value of a column."""
    if written is None:
        return None
    if kind.family == "decimal":
        return decimal.Decimal(str(written)).quantize(decimal.Decimal(1).scaleb(-2 if kind is kinds.DECIMAL else -4))
    if kind.family == "date":
        return dt.date.fromisoformat(written)
    if kind.family == "timestamp":
        return dt.datetime.fromisoformat(written)
    if kind.family == "timestamptz":
        return dt.datetime.fromisoformat(written)
    if kind.family == "uuid":
        return kinds.uuid.UUID(written)
    return float(written) if kind.family == "double" else written
