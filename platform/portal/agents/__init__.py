"""The door for authorised agents: the Data Rights Protocol 1.0, below `/drp`."""
