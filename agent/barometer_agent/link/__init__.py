"""The service and the programs of its users, on one machine: never over the network."""
