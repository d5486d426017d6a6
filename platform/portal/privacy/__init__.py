"""The privacy centre: what is held about a person, by what it is for, and every choice beside it."""
