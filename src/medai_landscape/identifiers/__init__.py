"""Identifiers of regulators, registries and supply chains, one module a scheme."""
