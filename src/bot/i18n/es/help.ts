import type { Texts } from '../texts.js';

export const help: Texts['help'] = [
  '# Aesthete',
  'Pinto al gusto de este servidor. Cada gusto es una **estética**: lo que unas pocas imágenes tienen en común, tal como las ve CLIP. Antes de pintar, el codificador de texto se ajusta hacia ella durante unos pasos.',
  '**1.** `/aesthetic create` con 1 a 10 imágenes de aspecto parecido. O usa *Aplicaciones → Crear una estética con esto* en un mensaje con imágenes.',
  '**2.** `/imagine prompt:a castle aesthetic:…` pinta con ella. `strength` es la intensidad: `subtle`, `balanced`, `strong` o un número de 0 a 1.5.',
  '**3.** Los botones debajo de una imagen continúan desde ella: *Otra vez* usa una semilla nueva; *Más intensa*, *Menos intensa* y *Con y sin estética* la conservan; *Variar* pinta imágenes parecidas; *Receta* muestra todo lo que se eligió. No caducan nunca.',
  'Pulsa 👍 o 👎 debajo de imágenes y tarjetas, o usa `/vote` para ver tarjeta tras tarjeta. Los votos ordenan las listas, y `/leaderboard` los muestra en gráficos.',
  '`/aesthetic list` muestra las estéticas. `/queue` muestra lo que está en espera y `/cancel` cancela una solicitud. `/settings` y `/status` son para quien administra el servidor.',
  'Las imágenes que das se usan para calcular un vector y no se guardan, salvo copias pequeñas. `/privacy export` y `/privacy erase` funcionan en cualquier momento.',
];
