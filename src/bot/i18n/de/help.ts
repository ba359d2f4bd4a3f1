import type { Texts } from '../texts.js';

export const help: Texts['help'] = [
  '# Aesthete',
  'Ich male Bilder im Geschmack deines Servers. Ein Geschmack heißt **Ästhetik**: das, was ein paar Bilder aus Sicht von CLIP gemeinsam haben. Vor dem Malen stimme ich den Text-Encoder in ein paar Schritten darauf ab.',
  '**1.** Benutze `/aesthetic create` mit 1 bis 10 Bildern, die ähnlich aussehen. Oder wähle *Apps → Ästhetik daraus erstellen* bei einer Nachricht mit Bildern.',
  '**2.** `/imagine prompt:a castle aesthetic:…` malt damit. `strength` bestimmt, wie stark die Wirkung ist: subtle, balanced, strong oder eine Zahl von 0 bis 1,5.',
  '**3.** Die Buttons unter einem Bild malen Varianten: *Nochmal* nimmt einen neuen Seed; *Stärker*, *Schwächer* und *Mit und ohne vergleichen* behalten den Seed. *Variieren* malt Bilder nahe an einem. *Rezept* zeigt alle Optionen des Bildes. Die Buttons laufen nie ab.',
  'Drücke 👍 oder 👎 unter Bildern und Karten, oder sieh dir mit `/vote` Karte für Karte an. Stimmen ordnen die Listen, und `/leaderboard` zeigt sie als Diagramme.',
  '`/aesthetic list` zeigt alle Ästhetiken. `/queue` zeigt wartende Anfragen, und `/cancel` bricht eine ab. `/settings` und `/status` sind für die Server-Verwaltung.',
  'Ich berechne aus deinen Bildern einen Vektor und behalte von jedem nur kleine Kopien. `/privacy export` und `/privacy erase` kannst du jederzeit benutzen.',
];
