"""What can be wrong with a policy."""

from governance.errors.kind import ErrorKind

KINDS = (
    ErrorKind(
        "policy-refused",
        "The policy cannot be used",
        "The policy has {errors} errors; the first is {first}",
        "Run `proviso policy check`, which lists them all, and mend each at the place it names.",
    ),
)
