"""The commands, one module each (or one for a family): `run(options)` does the work and returns the exit code.

The command line imports the module of the command that was called and no other.
"""
