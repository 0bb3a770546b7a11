"""Sending a file."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired


class DepotForm(FlaskForm):
    class Meta:
        locales = ("fr",)

    fichier = FileField("Fichier", validators=[FileRequired("Choisissez un fichier à envoyer.")])
