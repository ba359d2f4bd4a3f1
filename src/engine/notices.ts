import type { Notice } from './types.js';

/** A notice in English. */
export function noticeText(notice: Notice): string {
  switch (notice.code) {
    case 'alreadyClose':
      return `the prompt is already as close to the aesthetic as it should be (cosine ${notice.cosine.toFixed(2)} of ${notice.full}): no step was taken`;
    case 'stepsUsedUp':
      return `stopped after ${notice.steps} text steps at cosine ${notice.cosine.toFixed(3)}, short of the ${notice.goal.toFixed(3)} that was aimed for`;
    case 'strengthUnmeasured':
      return `full strength of ${notice.kind} aesthetics is a guess (cosine ${notice.cosine}): it was not measured for this pack`;
    case 'unknownSubject':
      return `${notice.pack} knows ${notice.count} subjects and the prompt names none of them; try ${notice.examples.join(', ')}`;
    case 'startCropped':
      return `the picture to start from was cropped to ${notice.width}×${notice.height}`;
    case 'secondTextPlain':
      return 'the aesthetic has no vector for the second text encoder of this model, which was not personalised';
    case 'diversityOfOne':
      return 'diversity sets pictures of one request apart: with one picture it changes nothing';
    case 'flagged':
      return `the safety checker flagged ${notice.count === 1 ? '1 picture' : `${notice.count} pictures`}; another seed or prompt may pass`;
    case 'paintedInFp32':
      return 'the U-Net overflowed in fp16; the picture was painted again in fp32';
    case 'decodedInFp32':
      return 'the decoder overflowed in fp16; the image was decoded again in fp32';
  }
}
