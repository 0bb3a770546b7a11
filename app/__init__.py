"""Dépôt BTS: receives the dossiers of BTS candidates, checks them, hands them to commissions.

The house: a pure core (reglement, controle), a hall of rooms in a row (comptes, examens,
depots, conformite, oraux), a door per audience, the cellars below. `application.create_app`
wires it. This file imports nothing, so that the core is loaded without the web.
"""
