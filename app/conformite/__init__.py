"""Whether a dépôt conforms: proposals, verdicts, and the proof that they were read.

Comes in: what was deposited and what the machine states. A human decides here,
two for a « non conforme ». Never: a commission, Flask, the stockage.
"""
