"""torch's time for the steps that bench/unet.ts and bench/text.ts time: `step.py PACK unet|decoder|adam`.

Loads the same weights in float32, on two threads; for each line on stdin runs one step and prints its milliseconds.
"""
import sys, time
import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from transformers import CLIPTextModel

pack, which = sys.argv[1:3]
torch.set_num_threads(2)
torch.set_grad_enabled(which == 'adam')
wave = lambda *shape: (torch.arange(torch.Size(shape).numel()) * 12.9898).sin().mul(1.4).reshape(shape)
if which == 'unet':
    model = UNet2DConditionModel.from_pretrained(f'{pack}/unet', torch_dtype=torch.float32).eval()
    run = lambda: model(wave(2, 4, 64, 64), torch.tensor([10.0, 10.0]), encoder_hidden_states=wave(2, 77, 768)).sample
elif which == 'adam':
    # One step at 8 tokens, all weights trained.
    model = CLIPTextModel.from_pretrained(f'{pack}/text_encoder', torch_dtype=torch.float32).eval()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-4)
    ids, target = torch.arange(1, 9)[None], wave(768)

    def run():
        optimizer.zero_grad()
        loss = -torch.cosine_similarity(model(ids).last_hidden_state[0, -1], target, dim=0)
        loss.backward()
        optimizer.step()
else:
    model = AutoencoderKL.from_pretrained(f'{pack}/vae', torch_dtype=torch.float32).eval()
    run = lambda: model.decode(wave(1, 4, 64, 64)).sample
for _ in sys.stdin:
    start = time.perf_counter()
    run()
    print((time.perf_counter() - start) * 1000, flush=True)
