"""The names of the calls that partners make."""

INDEX = "matching.index"
CHECK = "matching.check"
JOINT = "matching.joint"
BUDGET = "matching.budget"
ACCOUNT = "matching.account"
