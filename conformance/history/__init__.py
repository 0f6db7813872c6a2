"""Pure checkers over recorded histories: from what clients recorded to anomalies with their witness."""
