"""The painted pictures: one module a subject, and the brushes that they share."""
