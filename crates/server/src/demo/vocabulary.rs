//! Words of the made-up tickets of [`super::bulk`].

/// Things that break; `imprimante` is left out, it is dealt separately so that its share is known.
pub const THINGS: &[&str] = &[
    "le poste de l'accueil",
    "le serveur de fichiers",
    "la messagerie",
    "le VPN",
    "la ligne fibre",
    "le logiciel de comptabilité",
    "le téléphone de l'atelier",
    "la borne Wi-Fi",
    "le pare-feu",
    "la sauvegarde",
    "le copieur",
    "l'ERP",
    "la double authentification",
    "la caméra de la salle de réunion",
    "le lecteur de badges",
    "l'agenda partagé",
    "la signature électronique",
    "le site Internet",
    "le scanner du quai",
    "la tablette du magasin",
];

/// Things that break, the printers among them.
pub const PRINTERS: &[&str] = &[
    "l'imprimante de l'accueil",
    "l'imprimante du bureau",
    "l'imprimante d'étiquettes",
    "l'imprimante du premier étage",
    "l'imprimante de la comptabilité",
];

/// What is wrong.
pub const TROUBLES: &[&str] = &[
    "ne répond plus",
    "affiche un message d'erreur",
    "est très lent depuis ce matin",
    "se déconnecte toutes les heures",
    "refuse le mot de passe",
    "ne démarre plus",
    "redémarre sans raison",
    "n'est plus visible sur le réseau",
    "demande une mise à jour",
    "fait un bruit inhabituel",
    "s'arrête au milieu du travail",
    "n'enregistre plus rien",
];

/// Where.
pub const PLACES: &[&str] = &[
    "au siège",
    "à l'atelier",
    "au magasin",
    "au bureau de Bordeaux",
    "à l'agence de Pau",
    "au dépôt",
    "en salle de réunion",
    "au premier étage",
    "à la comptabilité",
    "en télétravail",
];

/// How it is told.
pub const STORIES: &[&str] = &[
    "Le problème est apparu après la mise à jour d'hier soir.",
    "Nous avons déjà redémarré deux fois, sans effet.",
    "Plusieurs collègues sont dans le même cas.",
    "Cela bloque la préparation des commandes.",
    "Ce n'est pas urgent, mais gênant au quotidien.",
    "Le message d'erreur porte le numéro 0x80070035.",
    "Tout fonctionnait encore vendredi.",
    "Nous avons une échéance demain à midi.",
    "Le voyant reste orange.",
    "Le câble a été changé la semaine dernière.",
    "Un prestataire est intervenu hier dans la baie.",
    "Merci de nous rappeler avant d'intervenir.",
];

/// What agents write.
pub const ANSWERS: &[&str] = &[
    "Bonjour, nous prenons votre demande en charge et revenons vers vous rapidement.",
    "Pouvez-vous nous indiquer l'heure exacte à laquelle cela s'est produit ?",
    "La configuration a été corrigée, pouvez-vous réessayer ?",
    "Nous avons relancé le service, la situation est revenue à la normale.",
    "Un technicien passera sur place demain matin.",
    "Le constructeur nous confirme un défaut connu, un correctif est attendu.",
    "Pouvez-vous joindre une capture de l'écran au ticket ?",
    "Le mot de passe a été réinitialisé, il vous sera demandé d'en choisir un nouveau.",
];

/// What contacts write.
pub const REPLIES: &[&str] = &[
    "Merci, je vérifie et je vous tiens au courant.",
    "C'est arrivé à 9 h 40, puis à nouveau à 11 h 15.",
    "Toujours la même chose de notre côté.",
    "Cela fonctionne de nouveau, merci !",
    "La capture est jointe.",
    "D'accord pour demain matin, demandez Mme Girard à l'accueil.",
    "Le problème ne concerne plus que deux postes.",
    "Avez-vous des nouvelles du constructeur ?",
];

/// Solutions.
pub const SOLUTIONS: &[&str] = &[
    "Service redémarré et surveillance ajoutée.",
    "Pilote mis à jour, essais concluants avec l'utilisateur.",
    "Droits corrigés, l'accès est rétabli.",
    "Matériel remplacé sous garantie.",
    "Explication donnée au téléphone, mode d'emploi envoyé.",
];

/// First names of made-up contacts.
pub const FIRST_NAMES: &[&str] = &[
    "Adèle",
    "Alain",
    "Béatrice",
    "Benoît",
    "Cécile",
    "Chloé",
    "Cyril",
    "Denis",
    "Élodie",
    "Éric",
    "Fabrice",
    "Gaëlle",
    "Gilles",
    "Inès",
    "Jérôme",
    "Karim",
    "Léa",
    "Loïc",
    "Manon",
    "Mathieu",
    "Noémie",
    "Olivier",
    "Pascal",
    "Quentin",
    "Raphaël",
    "Sabrina",
    "Sylvain",
    "Valérie",
    "Yasmine",
    "Zoé",
];

/// Last names of made-up contacts.
pub const LAST_NAMES: &[&str] = &[
    "Abadie",
    "Barthe",
    "Bouvier",
    "Cazenave",
    "Chevalier",
    "Delmas",
    "Dupont",
    "Etcheverry",
    "Fournier",
    "Garnier",
    "Hernandez",
    "Imbert",
    "Joubert",
    "Laborde",
    "Lafitte",
    "Martin",
    "Mercier",
    "Nogaret",
    "Ollivier",
    "Peyrat",
    "Picard",
    "Renaud",
    "Roche",
    "Sarrazin",
    "Tessier",
    "Vidal",
];

/// Kinds of made-up accounts.
pub const TRADES: &[&str] = &[
    "Transports",
    "Garage",
    "Cabinet",
    "Pharmacie",
    "Imprimerie",
    "Vignobles",
    "Conserverie",
    "Atelier",
    "Clinique",
    "Fromagerie",
    "Scierie",
    "Librairie",
];
