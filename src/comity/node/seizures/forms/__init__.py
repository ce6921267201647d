"""Forms of seizures: what a person says, judged by the operations."""
