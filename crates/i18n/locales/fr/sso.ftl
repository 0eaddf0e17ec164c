### Pages lues dans le navigateur quand la connexion par un service d'authentification n'a pas abouti.

sso-title = Connexion impossible
sso-back = Retour à la page de connexion
sso-no-provider = Ce moyen de connexion n'existe pas, ou n'est plus proposé.
sso-choose-another-way = Revenez à la page de connexion pour en choisir un autre.
sso-cancelled = La connexion a été abandonnée auprès du service d'authentification.
sso-begin-again = Recommencez depuis la page de connexion quand vous le souhaitez.
sso-expired = Cette connexion a été commencée dans un autre navigateur ou il y a trop longtemps, ou elle a déjà abouti.
sso-provider-failed = Le service d'authentification de votre entreprise ne répond pas comme il le devrait.
sso-try-later = Réessayez dans quelques minutes. Si cela dure, prévenez votre service informatique.
sso-not-believed = La réponse du service d'authentification n'a pas pu être vérifiée.
sso-tell-your-it = Recommencez depuis la page de connexion. Si cela se répète, prévenez votre service informatique.
sso-address-not-verified = Le service d'authentification ne confirme pas que votre adresse e-mail est bien la vôtre.
sso-have-it-verified = Demandez à votre service informatique de la faire vérifier auprès de ce service.
sso-address-not-covered = Ce service d'authentification ne répond pas des adresses de votre domaine.
sso-use-work-address = Connectez-vous avec votre adresse professionnelle, ou adressez-vous à l'administrateur de votre compte.
sso-unknown-person = Aucune personne de ce portail n'a votre adresse e-mail.
sso-ask-for-an-invitation = Demandez à l'administrateur de votre compte de vous inviter.
sso-inactive-person = Votre accès à ce portail a été désactivé.
sso-ask-your-admin = Adressez-vous à l'administrateur de votre compte.
sso-linked-otherwise = Votre adresse e-mail est déjà liée à une autre identité auprès de ce service d'authentification.
sso-ask-the-supplier = Adressez-vous au support, qui peut lever ce lien.
