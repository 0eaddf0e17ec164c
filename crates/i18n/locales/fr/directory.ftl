### Texts of the profile, and of what admins look after.

## Forms
form-save = Enregistrer
form-cancel = Annuler
form-add = Ajouter…
form-remove = Retirer { $name }
form-yes = Oui
form-no = Non

## People
person-first-name = Prénom
person-last-name = Nom
person-email = Adresse e-mail
person-email-hint = Sert aussi de nom d'utilisateur.
person-account = Compte
person-role = Rôle
person-language = Langue
person-time-zone = Fuseau horaire
person-sees-account = Voit tous les tickets
person-send-invitation = Envoyer une invitation par e-mail
person-send-invitation-hint = Elle contient un lien pour choisir le premier mot de passe.
person-deactivate = Cette personne sera déconnectée partout et ne pourra plus se connecter. Ses tickets sont conservés. Vous pourrez la réactiver plus tard.
person-inactive = Cette personne ne peut plus se connecter.

## Profile
profile-title = Votre profil
profile-lead = Vos données, vos e-mails et vos connexions.
profile-saved = Vos changements sont enregistrés.
profile-personal = Données personnelles
profile-personal-text = Votre nom tel que le support le voit, votre langue et l'heure à laquelle les dates sont affichées.
profile-email-hint = Votre nom d'utilisateur. Seul le support peut le modifier.
profile-mails = E-mails
profile-mails-text = Les e-mails que vous souhaitez recevoir. Ceux qui attendent une réponse de votre part sont toujours envoyés.
profile-sessions = Appareils connectés
profile-sessions-text = Là où vous êtes connecté en ce moment. Si vous n'en reconnaissez pas un, mettez-y fin, puis changez de mot de passe.
profile-session-current = Cet appareil
profile-session-unknown = Appareil inconnu
profile-session-used = Dernière utilisation :
profile-session-end = Déconnecter
profile-session-end-others = Déconnecter tous les autres appareils
profile-session-ended = C'est fait : l'accès est fermé.

mail-kind-created = Votre demande est enregistrée
mail-kind-comment = Un nouveau message sur un ticket
mail-kind-on-hold = Le support attend votre réponse
mail-kind-resolved = Une solution est proposée
mail-kind-closed = Un ticket est clos
mail-kind-in-group = Un ticket arrive dans votre groupe
mail-kind-assigned = Un ticket vous est affecté
mail-kind-files-refused = Des fichiers envoyés par e-mail n'ont pas été acceptés

## Administration
admin-title = Administration
admin-shown = Afficher
admin-shown-active = Actifs
admin-shown-inactive = Désactivés
admin-shown-all = Tous
admin-inactive = Désactivé
admin-pending = Invitation en attente
admin-no-match = Rien ne correspond à ces filtres.
admin-create = Créer
admin-created = { $name } : c'est créé.
admin-saved = Les changements sont enregistrés.
admin-deactivate = Désactiver
admin-deactivate-title = Désactiver { $name } ?
admin-deactivated = C'est désactivé.
admin-deactivated-open = C'est désactivé. Tickets ouverts qui restent affectés : { $count }.
admin-reactivate = Réactiver
admin-reactivated = C'est de nouveau actif.
directory-name = Nom

accounts-title = Comptes
accounts-lead = Les sociétés clientes, à qui appartiennent les tickets.
accounts-new = Nouveau compte
accounts-empty = Aucun compte pour le moment
accounts-zone-hint = Celui de ses jours ouvrés et de ses délais.
accounts-deactivate = Ses contacts pourront encore lire, répondre et clore, mais plus créer de tickets. Personne ne pourra y être ajouté.
accounts-inactive = Ce compte ne peut plus créer de tickets.

contacts-title = Contacts
contacts-lead = Les personnes des sociétés clientes.
contacts-new = Nouveau contact
contacts-empty = Aucun contact pour le moment
contacts-role-hint = Un administrateur du compte gère les contacts de sa société.
contacts-sees = Voit tous les tickets de sa société
contacts-sees-hint = Sinon, seulement les siens. Permet aussi de créer un ticket pour un collègue.

colleagues-title = Contacts de votre société
colleagues-lead = Invitez vos collègues et décidez de ce qu'ils voient.
colleagues-new = Inviter un collègue
colleagues-email-hint = Seul le support peut modifier l'adresse.

agents-title = Techniciens
agents-lead = Les personnes du support.
agents-new = Nouveau technicien
agents-empty = Aucun technicien pour le moment
agents-groups-hint = Sans groupe, un technicien voit tous les comptes.
agents-deactivate = Cette personne sera déconnectée partout et ne pourra plus se connecter. Ses tickets lui restent affectés jusqu'à ce que quelqu'un les reprenne.

groups-title = Groupes
groups-lead = Les équipes à qui les tickets sont affectés.
groups-new = Nouveau groupe
groups-empty = Aucun groupe pour le moment
groups-members = Membres
groups-accounts-hint = Sans choix, le groupe sert tous les comptes.
groups-deactivate = Plus aucun ticket ne pourra lui être affecté. Ceux qu'il a déjà restent les siens.
groups-inactive = Aucun ticket ne peut plus être affecté à ce groupe.

items-title = Éléments de configuration
items-lead = Ce dont le support s'occupe : serveurs, pare-feu, lignes, applications.
items-new = Nouvel élément
items-empty = Aucun élément de configuration pour le moment
items-kind = Type
items-kind-hint = Par exemple server, firewall, line ou application.
items-deactivate = Il ne sera plus proposé pour de nouveaux tickets. Ceux qui le nomment ne changent pas.
items-inactive = Cet élément n'est plus proposé pour de nouveaux tickets.
