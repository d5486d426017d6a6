"""The web door: pages for people, for the data protection officer and for auditors."""
