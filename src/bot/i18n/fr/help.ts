import type { Texts } from '../texts.js';

export const help: Texts['help'] = [
  '# Aesthete',
  'Je peins des images selon les goûts de votre serveur. Un goût s’appelle une **esthétique** : ce que quelques images ont en commun aux yeux de CLIP. Avant de peindre, j’ajuste l’encodeur de texte dans cette direction en quelques étapes.',
  '**1.** Utilisez `/aesthetic create` avec 1 à 10 images qui se ressemblent. Ou choisissez *Applications → En faire une esthétique* sur un message avec des images.',
  '**2.** `/imagine prompt:a castle aesthetic:…` peint avec elle. `strength` règle l’intensité de l’effet : subtle, balanced, strong, ou un nombre de 0 à 1,5.',
  '**3.** Les boutons sous une image peignent des variantes : *Relancer* prend une nouvelle seed ; *Plus fort*, *Moins fort* et *Comparer sans et avec* gardent la seed. *Varier* peint des images proches. *Recette* affiche toutes les options de l’image. Les boutons n’expirent jamais.',
  'Appuyez sur 👍 ou 👎 sous les images et les cartes, ou utilisez `/vote` pour voir une carte après l’autre. Les votes ordonnent les listes, et `/leaderboard` les montre en graphiques.',
  '`/aesthetic list` affiche toutes les esthétiques. `/queue` affiche les demandes en attente et `/cancel` en annule une. `/settings` et `/status` sont réservés aux gestionnaires du serveur.',
  'Je calcule un vecteur à partir des images que vous me donnez et je ne garde que de petites copies de chacune. Vous pouvez utiliser `/privacy export` et `/privacy erase` à tout moment.',
];
