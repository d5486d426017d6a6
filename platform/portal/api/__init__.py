"""The door for programs: `/api/v1`, let in by tokens alone, described in `openapi.json`."""
