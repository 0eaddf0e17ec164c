### Texts of the ways in: passwords, second factor, passkeys, tokens.

## What is copied

## Who one is, asked again
access-proof = Confirmez votre identité
access-proof-text = Votre connexion date de plus de dix minutes. Par sécurité, confirmez que c'est bien vous.
access-proof-password = Votre mot de passe
access-proof-code = Ou un code à usage unique
access-proof-code-hint = De votre application d'authentification, ou un code de récupération. L'un des deux suffit.
access-proof-submit = Confirmer

## Signing in
login-passkey = Se connecter avec une clé d'accès
login-passkey-cancelled = La connexion par clé d'accès a été annulée. Réessayez, ou utilisez votre mot de passe.
login-passkey-failed = Votre navigateur n'a pas pu utiliser de clé d'accès ici. Utilisez votre mot de passe.

## Password
access-password = Mot de passe
access-password-text = Choisissez un mot de passe que vous n'utilisez nulle part ailleurs. Le changer déconnecte vos autres appareils.
access-password-current = Mot de passe actuel
access-password-submit = Changer le mot de passe
access-password-changed = Votre mot de passe est changé. Vos autres sessions ont pris fin.

## Second factor
access-factor = Double authentification
access-factor-text = En plus du mot de passe, un code de votre téléphone est demandé : un mot de passe volé ne suffit plus.
access-factor-on = Activée
access-factor-off = Désactivée
access-factor-since = Depuis :
access-factor-required = Votre rôle exige la double authentification.
access-factor-how = Il vous faut une application d'authentification, par exemple Aegis, FreeOTP, Google Authenticator ou Microsoft Authenticator.
access-factor-start = Configurer
access-factor-scan = Photographiez ce QR code avec votre application d'authentification.
access-factor-picture = QR code pour votre application d'authentification. La clé secrète ci-dessous dit la même chose en texte.
access-factor-secret = Clé secrète
access-factor-secret-hint = À saisir dans l'application si vous ne pouvez pas photographier l'image.
access-factor-type = Saisissez le code à six chiffres que l'application affiche.
access-factor-code = Code à usage unique
access-factor-wrong = Ce code n'est pas le bon. Attendez le suivant et vérifiez l'heure de votre téléphone.
access-factor-confirm = Activer
access-factor-disable = Désactiver
access-factor-disable-title = Désactiver la double authentification ?
access-factor-disable-text = Votre mot de passe suffira de nouveau pour se connecter. La clé de l'application et les codes de récupération sont oubliés.
access-factor-disabled = La double authentification est désactivée.
access-codes = Codes de récupération
access-codes-once = Gardez ces codes : ils ne seront plus affichés.
access-codes-text = Si vous perdez votre téléphone, chacun d'eux remplace une fois le code de l'application. Rangez-les en lieu sûr, ailleurs que dans ce téléphone.
access-codes-save = Télécharger
access-codes-file = Codes de récupération du portail support. Chacun sert une fois.
access-codes-no-copy = Votre navigateur ne permet pas de copier ici. Téléchargez les codes.
access-codes-kept = J'ai gardé ces codes
access-codes-left = { $count } { $count ->
    [one] code de récupération restant
   *[other] codes de récupération restants
}
access-codes-few = Bientôt épuisés
access-codes-renew = Nouveaux codes de récupération
access-codes-renew-text = Les codes que vous avez gardés ne vaudront plus rien.
access-codes-renew-submit = Créer les codes
access-due-title = Protégez votre compte
access-due-text = Votre rôle exige la double authentification. Configurez-la pour continuer : cela prend une minute.

## Passkeys
access-passkeys = Clés d'accès
access-passkeys-text = Connectez-vous sans mot de passe, avec votre empreinte, votre visage ou le code de votre appareil.
access-passkeys-none = Vous n'avez pas encore de clé d'accès.
access-passkey-unsupported = Ce navigateur ne connaît pas les clés d'accès.
access-passkey-add = Ajouter une clé d'accès
access-passkey-add-text = Votre navigateur vous demandera ensuite où garder la clé : dans cet appareil, un téléphone ou une clé de sécurité.
access-passkey-name = Nom de la clé
access-passkey-name-hint = Pour la reconnaître dans la liste, par exemple « Téléphone de Claire ».
access-passkey-name-default = Clé d'accès
access-passkey-unused = Jamais utilisée
access-passkey-continue = Continuer
access-passkey-added = Votre clé d'accès est prête.
access-passkey-cancelled = La création a été annulée. Vous pouvez recommencer.
access-passkey-already = Cet appareil a déjà une clé d'accès pour vous.
access-passkey-failed = Votre navigateur n'a pas pu créer de clé d'accès ici.
access-passkey-rename = Renommer { $name }
access-passkey-rename-title = Renommer la clé d'accès
access-passkey-remove-title = Supprimer cette clé d'accès ?
access-passkey-remove-text = « { $name } » ne permettra plus de se connecter. Supprimez-la aussi de votre appareil, qui ne sait rien de ce changement.
access-passkey-removed = La clé d'accès est supprimée.
access-remove = Supprimer
access-created = Créée :
access-last-used = Dernière utilisation :
access-never-used = Jamais utilisé

## API tokens
access-tokens = Jetons d'API
access-tokens-text = Ils donnent à vos programmes un accès à l'API en votre nom, sans votre mot de passe.
access-tokens-none = Vous n'avez pas de jeton.
access-token-create = Créer un jeton
access-token-name = Nom
access-token-name-hint = À quoi il sert, par exemple « Export de nuit ».
access-token-lives = Durée de validité
access-token-days = { $count } jours
access-token-scopes = Ce qu'il permet
access-token-no-scope = Cochez au moins une permission.
access-token-submit = Créer
access-token-expires = Expire :
access-token-made = Votre jeton est créé
access-token-once = Copiez-le maintenant : il ne sera plus affiché.
access-token-secret = Jeton
access-token-secret-hint = À envoyer dans l'en-tête Authorization: Bearer.
access-token-kept = J'ai gardé le jeton
access-token-revoke = Révoquer
access-token-revoke-title = Révoquer ce jeton ?
access-token-revoke-text = Les programmes qui utilisent « { $name } » n'auront plus accès, immédiatement et définitivement.
access-token-revoked = Le jeton est révoqué.

## What a token permits
