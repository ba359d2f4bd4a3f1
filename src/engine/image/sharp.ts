import sharp from 'sharp';

// For the whole process, as libvips keeps it: no loader but those of the five formats that strangers may send.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpeg',
    'VipsForeignLoadPng',
    'VipsForeignLoadWebp',
    'VipsForeignLoadNsgif',
    'VipsForeignLoadHeif',
  ],
});
// One image is seldom read twice, and the cores belong to ONNX Runtime.
sharp.cache(false);
sharp.concurrency(1);

/** sharp with libvips' loaders restricted, its cache off and one thread an image. The only way to sharp in this program. */
export { sharp };
