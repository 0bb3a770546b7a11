"""The sign-in form."""

from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, Length


class ConnexionForm(FlaskForm):
    class Meta:
        locales = ("fr",)

    identifiant = StringField(
        "Identifiant",
        description="Votre numéro de candidat, ou votre adresse de messagerie professionnelle.",
        validators=[DataRequired("Saisissez votre identifiant."), Length(max=254)],
        render_kw={"autocomplete": "username"},
    )
    mot_de_passe = PasswordField(
        "Mot de passe",
        validators=[DataRequired("Saisissez votre mot de passe."), Length(max=1024)],
        render_kw={"autocomplete": "current-password"},
    )
