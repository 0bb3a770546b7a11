"""A door without HTTP: takes a Tache, calls one act of the hall.

The bet it rests on: every task may run twice, and a worker may die at any instruction.
The row and its lease are the truth; huey only carries its id.
"""
