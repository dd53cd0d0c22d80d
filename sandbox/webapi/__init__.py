"""The Web API: one module for each noun of its methods."""
