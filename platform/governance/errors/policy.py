"""What can be wrong with a policy."""

from governance.errors.kind import ErrorKind

KINDS = (
    ErrorKind(
        "policy-refused",
        "The policy cannot be used",
        "The policy has {errors} errors; the first is {first}",
        "Run `proviso policy check`, which lists them all, and mend each at the place it names.",
    ),
    ErrorKind(
        "policy-unproved",
        "The policy is not proved",
        "The gate loads no policy without a complete proof of its promises: {first}",
        "Run `proviso policy prove --write` on its folder; when that refutes a promise, mend the rules first.",
    ),
    ErrorKind(
        "prover-missing",
        "The solver is not installed",
        "Proving a policy takes the z3 solver, which this machine does not have; running a proved one does not.",
        "Install it with `pip install 'proviso[prove]'` and run the command again.",
    ),
    ErrorKind(
        "provers-disagree",
        "The two provers disagree",
        "On {goals} the solver and the exhaustive search came to different answers, so neither is believed.",
        "This is a fault of the engine, not of the policy: keep the policy's files and report it.",
    ),
    ErrorKind(
        "policy-unknown",
        "No policy is in force",
        "The database names a policy in force that this software cannot read, so nothing can be decided.",
        "Start the processes again: the start reads the policy of the settings and says what is wrong.",
    ),
)
