### Settings that admins change.

## Business calendars, by whose public holidays
calendar-none = Sans jours fériés
calendar-fr = France
calendar-fr-alsace-moselle = France : Alsace et Moselle
calendar-fr-guadeloupe = France : Guadeloupe
calendar-fr-martinique = France : Martinique
calendar-fr-guyane = France : Guyane
calendar-fr-reunion = France : La Réunion
calendar-fr-mayotte = France : Mayotte
calendar-be = Belgique
calendar-ch = Suisse
calendar-lu = Luxembourg
calendar-de = Allemagne
calendar-es = Espagne
calendar-it = Italie
calendar-gb = Royaume-Uni
calendar-gb-england-wales = Royaume-Uni : Angleterre et pays de Galles
calendar-gb-scotland = Royaume-Uni : Écosse
calendar-gb-northern-ireland = Royaume-Uni : Irlande du Nord
