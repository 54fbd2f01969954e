"""Keeps calls within a rate limit."""

from agent_connectors.engine.pacing.pacer import Budget, Budgets, Pacer

__all__ = ["Budget", "Budgets", "Pacer"]
