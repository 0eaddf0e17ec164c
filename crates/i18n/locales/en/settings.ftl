### Settings that admins change.

## Business calendars, by whose public holidays
calendar-none = No public holidays
calendar-fr = France
calendar-fr-alsace-moselle = France: Alsace and Moselle
calendar-fr-guadeloupe = France: Guadeloupe
calendar-fr-martinique = France: Martinique
calendar-fr-guyane = France: French Guiana
calendar-fr-reunion = France: Réunion
calendar-fr-mayotte = France: Mayotte
calendar-be = Belgium
calendar-ch = Switzerland
calendar-lu = Luxembourg
calendar-de = Germany
calendar-es = Spain
calendar-it = Italy
calendar-gb = United Kingdom
calendar-gb-england-wales = United Kingdom: England and Wales
calendar-gb-scotland = United Kingdom: Scotland
calendar-gb-northern-ireland = United Kingdom: Northern Ireland
