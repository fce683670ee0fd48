#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the inventory of a bank that does not exist: 15 business units, 188 applications. Names are
made up, links are drawn with the seed below around eight areas, with noise, systems that everything
is connected to, and old ones that do the work of several areas. No tool is told the areas.

    python3 examples/finance/generate.py      writes strategy/inventory/*.csv beside this file
"""
import csv
import os
import random

SEED = 20240315
HERE = os.path.dirname(os.path.abspath(__file__))
TABLES = os.path.join(HERE, "strategy", "inventory")
NOISE = 0.2           # of the links lead to another area; of those of data, half as many

UNITS = {"retail": "Retail banking", "private": "Private banking", "corporate": "Corporate banking", "business": "Business banking",
         "investment": "Investment banking", "asset_mgmt": "Asset management", "card_unit": "Cards and acquiring", "mortgage": "Mortgage bank",
         "leasing": "Leasing", "treasury": "Treasury", "risk_unit": "Risk management", "compliance": "Compliance", "finance_unit": "Finance and controlling",
         "operations": "Operations", "group_it": "Group technology"}

# The chapters of the bank's capability map, which cut the bank another way than its work does.
CHAPTERS = {"serve": "Serve customers", "move": "Move and keep money", "finance_customers": "Finance customers", "invest": "Invest", "steer": "Steer and protect"}

# area: (groups of the map with their chapter and capabilities, assets, units that work in it)
AREAS = {
    "customer": ({"customer_management": ("serve", ["Customer onboarding", "Customer profile", "Consent management", "Identity verification", "Relationship management"]),
                  "customer_care": ("serve", ["Complaint handling", "Customer communication", "Segmentation"])},
                 ["customer", "customer_address", "customer_consent", "identity_document", "customer_segment", "complaint", "contact_history", "relationship", "household", "power_of_attorney", "customer_preference", "onboarding_case"],
                 ["retail", "private", "business", "group_it"]),
    "accounts": ({"account_services": ("move", ["Account opening", "Account servicing", "Interest calculation", "Account closure", "Overdraft handling"]),
                  "deposits": ("move", ["Term deposits", "Account statements"])},
                 ["account", "account_balance", "account_holder", "interest_rate", "term_deposit", "account_statement", "overdraft_limit", "account_fee", "dormant_account", "booking_entry", "account_product", "safe_custody_box"],
                 ["retail", "business", "operations"]),
    "payments": ({"payment_processing": ("move", ["Payment initiation", "Payment execution", "Clearing", "Settlement", "Standing orders"]),
                  "cash_services": ("serve", ["Cross-border payments", "Payment investigation", "Cash handling"])},
                 ["payment_order", "payment_status", "clearing_file", "settlement_position", "standing_order", "direct_debit_mandate", "correspondent", "swift_message", "payment_return", "cash_withdrawal", "branch_cash", "payment_fee", "beneficiary", "payment_case"],
                 ["operations", "corporate", "retail"]),
    "lending": ({"credit_business": ("finance_customers", ["Loan origination", "Credit decision", "Loan servicing", "Mortgage origination", "Collateral management"]),
                 "workout": ("steer", ["Collections", "Restructuring", "Leasing contracts"])},
                ["loan_application", "loan_contract", "collateral", "property_valuation", "decision_record", "repayment_schedule", "loan_balance", "mortgage_deed", "dunning_case", "restructuring_plan", "leasing_contract", "leased_object", "guarantee", "loan_product"],
                ["mortgage", "leasing", "corporate", "business"]),
    "cards": ({"card_services": ("move", ["Card issuing", "Card authorisation", "Card limits", "Card disputes"]),
               "merchant_services": ("serve", ["Merchant acquiring", "Loyalty programme"])},
              ["card", "card_account", "card_transaction", "authorisation", "card_limit", "chargeback", "merchant", "merchant_contract", "terminal", "loyalty_account", "card_token", "interchange_fee"],
              ["card_unit", "retail"]),
    "markets": ({"securities_business": ("invest", ["Order management", "Trade execution", "Trade confirmation", "Custody", "Corporate actions"]),
                 "wealth": ("serve", ["Portfolio management", "Investment advice", "Fund administration"])},
                ["security", "market_price", "trade_order", "trade", "confirmation", "custody_position", "corporate_action", "portfolio", "investment_profile", "fund", "fund_share", "advice_record", "benchmark", "broker"],
                ["investment", "asset_mgmt", "private"]),
    "risk": ({"financial_crime": ("steer", ["Transaction monitoring", "Sanctions screening", "Fraud detection", "Know-your-customer review", "Suspicious activity reports"]),
              "risk_models": ("steer", ["Credit risk models", "Market risk measurement", "Operational risk"])},
             ["risk_rating", "exposure", "limit_breach", "sanctions_hit", "fraud_alert", "monitoring_case", "kyc_file", "loss_event", "stress_scenario", "risk_model", "value_at_risk", "suspicious_activity", "watch_list"],
             ["risk_unit", "compliance"]),
    "finance": ({"accounting": ("steer", ["General ledger", "Financial close", "Regulatory reporting", "Tax", "Cost allocation"]),
                 "treasury_services": ("invest", ["Liquidity management", "Funding", "Procurement"])},
                ["ledger_entry", "chart_of_accounts", "cost_centre", "balance_sheet", "regulatory_report", "tax_report", "liquidity_position", "funding_deal", "fund_transfer_price", "supplier", "purchase_order", "invoice_received", "budget"],
                ["finance_unit", "treasury", "group_it"]),
}
SENSITIVE = {"customer": ["name", "birth_date"], "customer_address": ["street", "city"], "identity_document": ["document_number"], "card": ["card_number"],
             "kyc_file": ["name", "birth_date"], "account_holder": ["name"], "contact_history": ["phone"], "beneficiary": ["name", "iban"]}
EVENTS = {"payment_status", "card_transaction", "authorisation", "trade", "booking_entry", "fraud_alert", "market_price", "loss_event", "payment_return"}
REFERENCE = {"interest_rate", "security", "chart_of_accounts", "cost_centre", "watch_list", "benchmark", "account_product", "loan_product", "correspondent", "broker"}
APPLICATIONS = {"customer": 22, "accounts": 20, "payments": 26, "lending": 26, "cards": 19, "markets": 27, "risk": 22, "finance": 22}
TECHNOLOGIES = ["java", "java", "mainframe", "dotnet", "packaged", "cloud"]
# The old ones: each does the work of several areas.
MONOLITHS = {"core_banking": ["accounts", "payments", "lending"], "erp_suite": ["finance", "markets"]}
# Work that two areas do: where it belongs is for people to say.
BETWEEN = {"fraud_detection": "cards", "overdraft_handling": "lending", "standing_orders": "accounts", "liquidity_management": "markets"}
STREAMS = {"open_account": ("Open an account", ["customer", "risk", "accounts", "cards"]), "pay_abroad": ("Pay abroad", ["payments", "risk", "finance"]),
           "buy_home": ("Finance a home", ["customer", "lending", "risk", "accounts"]), "invest_savings": ("Invest savings", ["customer", "markets", "finance"]),
           "close_year": ("Close the year", ["accounts", "finance", "risk"]), "use_card": ("Pay by card", ["cards", "accounts", "risk"])}


def slug(name):
    return name.lower().replace("-", "_").replace(" ", "_")


def write(name, columns, rows):
    with open(os.path.join(TABLES, name), "w", encoding="utf-8", newline="") as handle:
        out = csv.writer(handle, lineterminator="\n")
        out.writerow(columns)
        out.writerows(rows)


class Bank:
    def __init__(self):
        self.draw = random.Random(SEED)
        self.capabilities = {area: [slug(name) for _, names in groups.values() for name in names] for area, (groups, _, _) in AREAS.items()}
        self.assets = {area: assets for area, (_, assets, _) in AREAS.items()}
        self.teams, self.applications, self.access, self.flows = [], [], [], []
        self.of_area = {area: [] for area in AREAS}
        self.makers = {}

    def other(self, area):
        return self.draw.choice([each for each in AREAS if each != area])

    def near(self, area, noise=NOISE):
        return self.other(area) if self.draw.random() < noise else area

    def make_teams(self):
        for area, (_, _, units) in AREAS.items():
            for number in range(1, 5 if len(units) > 2 else 4):
                unit = units[(number - 1) % len(units)]
                self.teams.append((f"{area}_team_{number}", area, unit, self.draw.randint(4, 11)))
        self.teams.append(("integration_team", None, "group_it", 9))
        self.teams.append(("data_warehouse_team", None, "group_it", 14))

    def team_of(self, area):
        return self.draw.choice([team for team in self.teams if team[1] == self.near(area)] or [team for team in self.teams if team[1] == area])

    def add(self, name, area, capabilities, role="", team=None):
        team = team or self.team_of(area)
        self.applications.append((name, name.replace("_", " ").capitalize(), team[0], team[2], ";".join(capabilities), role, self.draw.choice(TECHNOLOGIES),
                                  self.draw.choice(["high", "medium", "medium", "low"])))

    def make_applications(self):
        for area, count in APPLICATIONS.items():
            for number in range(1, count + 1):
                home = self.capabilities[area]
                some = [home[(number - 1) % len(home)]] + self.draw.sample(home, self.draw.randint(0, 2))
                if self.draw.random() < NOISE:
                    some.append(self.draw.choice(self.capabilities[self.other(area)]))
                some += [each for each, second in BETWEEN.items() if second == area and self.draw.random() < 0.4]
                name = f"{area}_{home[(number - 1) % len(home)]}_{(number - 1) // len(home) + 1}"
                self.of_area[area].append(name)
                self.add(name, area, sorted(set(some)))
        for name, areas in MONOLITHS.items():
            self.add(name, areas[0], [each for area in areas for each in self.draw.sample(self.capabilities[area], 4)])
        for name, team in (("integration_bus", -2), ("enterprise_warehouse", -1)):
            self.add(name, None, [], "", self.teams[team])

    def make_access(self):
        for area, assets in self.assets.items():
            for asset in assets:
                maker = self.draw.choice(self.of_area[area])
                self.makers[asset] = maker
                self.access.append((maker, asset, "creates", self.draw.randint(10, 5000)))
                if self.draw.random() < 0.4:
                    self.access.append((self.draw.choice(self.of_area[area]), asset, "writes", self.draw.randint(10, 2000)))
                for reader in sorted({self.draw.choice(self.of_area[self.near(area, NOISE / 2)]) for _ in range(self.draw.randint(2, 4))} - {maker}):
                    self.access.append((reader, asset, "reads", self.draw.randint(1, 3000)))
        for name, areas in MONOLITHS.items():
            for area in areas:
                for asset in self.draw.sample(self.assets[area], 3):
                    self.access.append((name, asset, "writes", self.draw.randint(100, 5000)))
        # What nearly everybody reads, whatever the area.
        for reader in sorted(self.draw.sample([name for area in AREAS for name in self.of_area[area]], 45)):
            self.access.append((reader, "customer", "reads", self.draw.randint(100, 9000)))

    def make_flows(self):
        for area in AREAS:
            for asset in self.assets[area]:
                for _ in range(self.draw.randint(2, 4)):
                    to = self.draw.choice(self.of_area[self.near(area, NOISE / 2)])
                    if to != self.makers[asset]:
                        self.flows.append((self.makers[asset], to, self.draw.choice(["api", "event", "batch", "file"]), asset, self.draw.randint(1, 4000)))
        every = [name for area in AREAS for name in self.of_area[area]]
        for area in AREAS:  # over the bus: in with an asset, out with it
            for asset in self.draw.sample(self.assets[area], 5):
                self.flows.append((self.makers[asset], "integration_bus", "event", asset, self.draw.randint(100, 9000)))
                for to in self.draw.sample(every, 2):
                    self.flows.append(("integration_bus", to, "event", asset, self.draw.randint(100, 9000)))
        for name in sorted(self.draw.sample(every, 80)):
            self.flows.append((name, "enterprise_warehouse", "batch", "", 1))

    def statements(self):
        people = ["head of payments", "chief risk officer", "head of lending", "chief architect", "head of customer service", "controller", "head of cards", "head of securities operations"]
        out = []
        for area, who in zip(AREAS, ["head of customer service", "chief architect", "head of payments", "head of lending", "head of cards", "head of securities operations", "chief risk officer", "controller"]):
            for _ in range(2):
                items = self.draw.sample(self.capabilities[area], 2) + [self.draw.choice(self.assets[area])]
                out.append((who, "2024-02", "together", ";".join(items), round(self.draw.uniform(0.5, 1), 2), "one process, one set of rules"))
        for one, two in (("lending", "risk"), ("cards", "payments"), ("accounts", "payments")):
            out.append((self.draw.choice(people), "2024-03", "apart", ";".join([self.draw.choice(self.capabilities[one]), self.draw.choice(self.capabilities[two])]), 0.8, "other rules and another pace"))
        out.append(("head of cards", "2024-03", "together", "card_authorisation;fraud_detection", 0.4, "a decision within 200 ms needs both"))
        return out

    def write(self):
        os.makedirs(TABLES, exist_ok=True)
        write("units.csv", ["id", "name"], UNITS.items())
        rows = [(chapter, name, "", "") for chapter, name in CHAPTERS.items()]
        for number, (area, (groups, _, units)) in enumerate(AREAS.items(), 1):
            for place, (group, (chapter, names)) in enumerate(groups.items(), 1):
                rows.append((group, group.replace("_", " ").capitalize(), chapter, ""))
                rows += [(slug(name), name, group, units[(number + place) % len(units)]) for name in names]
        write("capabilities.csv", ["id", "name", "parent", "unit"], rows)
        write("value_streams.csv", ["id", "name", "stage", "capabilities"],
              [(stream, name, f"{place}. {area}", ";".join(self.draw.sample(self.capabilities[area], 2)))
               for stream, (name, areas) in STREAMS.items() for place, area in enumerate(areas, 1)])
        write("teams.csv", ["id", "name", "unit", "people"], [(team, team.replace("_", " ").capitalize(), unit, people) for team, _, unit, people in self.teams])
        write("applications.csv", ["id", "name", "owner", "unit", "capabilities", "role", "technology", "criticality"], self.applications)
        write("assets.csv", ["id", "name", "classification", "kind", "personal", "columns"],
              [(asset, asset.replace("_", " ").capitalize(), "confidential" if asset in SENSITIVE else self.draw.choice(["internal", "internal", "confidential"]),
                "event" if asset in EVENTS else "reference" if asset in REFERENCE else "entity", ";".join(SENSITIVE.get(asset, [])),
                ";".join([f"{asset}_id", *SENSITIVE.get(asset, []), "valid_from"])) for area in AREAS for asset in self.assets[area]])
        write("access.csv", ["application", "asset", "mode", "perDay"], self.access)
        write("integrations.csv", ["from", "to", "kind", "assets", "perDay"], self.flows)
        write("statements.csv", ["who", "when", "says", "items", "weight", "because"], self.statements())
        pairs = set()
        for team in self.teams:
            mates = [other[0] for other in self.teams if other[1] == team[1] and other[0] != team[0]]
            pairs |= {tuple(sorted((team[0], mate))) for mate in mates if self.draw.random() < 0.7}
            if self.draw.random() < 0.5:
                pairs.add(tuple(sorted((team[0], self.draw.choice([other[0] for other in self.teams if other[0] != team[0]])))))
        write("collaborations.csv", ["team", "with", "strength", "source"], [(one, two, self.draw.randint(1, 20), "joint tickets") for one, two in sorted(pairs)])


def main():
    bank = Bank()
    bank.make_teams()
    bank.make_applications()
    bank.make_access()
    bank.make_flows()
    bank.write()
    print(f"{len(UNITS)} business units, {len(bank.applications)} applications, {len(bank.teams)} teams, {len(bank.flows)} integrations")


if __name__ == "__main__":
    main()
