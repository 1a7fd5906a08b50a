"""How dates are written; what is not said here is as Django has it."""
