"""For the operator: status, health, metrics, the data folder and ``sotto doctor``."""
