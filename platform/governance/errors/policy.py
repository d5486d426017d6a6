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
        "Install Proviso's locked packages anew (`pip install -r requirements.lock`); the solver is among them.",
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
    ErrorKind(
        "draft-files-wrong",
        "The files cannot be taken",
        "These files are no draft of a policy: {problem}.",
        "Send one ZIP with policy.md and the YAML files of one policy, as they lie in its folder.",
    ),
    ErrorKind(
        "draft-not-ready",
        "The draft is not in that state",
        "The draft cannot be taken this step as it stands now; somebody else may just have done something with it.",
        "Look at the draft again and see what can be done with it.",
    ),
    ErrorKind(
        "draft-outdated",
        "The draft follows an older policy",
        "Another policy was published since this draft was checked, so what it was compared with does not count.",
        "Have the draft checked again, read what changes now, and let it be approved anew.",
    ),
    ErrorKind(
        "draft-same-person",
        "A second person has to approve",
        "Nobody approves a draft that they made themselves.",
        "Ask another data protection officer to read the difference and to approve it.",
    ),
    ErrorKind(
        "policy-waiting",
        "Another policy waits for its day",
        "One published policy waits for its day already, and only one may.",
        "Wait for that day, or recall the one that waits.",
    ),
    ErrorKind(
        "policy-begun",
        "The policy has begun",
        "A policy that decides already, or that was recalled before, cannot be recalled.",
        "To go back, make a draft of the policy before and publish it.",
    ),
    ErrorKind(
        "effective-too-early",
        "The day is too early",
        "The policy promises {days} days of notice before a change that matters, so the first is {first}.",
        "Choose {first} or a later day.",
    ),
    ErrorKind(
        "proof-too-slow",
        "The check took too much",
        "Checking the draft took more than {seconds} seconds or more memory than it may use, and was ended.",
        "Look for rules with very many facts, make them fewer, and try again; or raise policy.proof_seconds.",
    ),
    ErrorKind(
        "draft-same",
        "The draft changes nothing",
        "The draft says and decides exactly what the policy does that it is to follow.",
        "Change something, or give the draft up.",
    ),
    ErrorKind(
        "effective-unclear",
        "The day cannot be read",
        "The day from which the policy is to count could not be read.",
        "Write it as year, month and day, such as 2027-01-31, or leave it empty for the first day that is possible.",
    ),
)
