"""torch's time for the steps that bench/unet.ts, bench/text.ts and bench/gpu.ts time: `step.py PACK unet|decoder|adam [DEVICE]`.

Loads the same weights, in float32 on two threads of the CPU, or in float16 on a GPU (`cuda`). For each line `step` on stdin it runs one
step and prints its milliseconds; for `memory` it prints the most megabytes that torch has held of the GPU's memory.
"""
import sys, time
import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from transformers import CLIPTextModel

pack, which, device = (sys.argv[1:] + ['cpu'])[:3]
dtype = torch.float32 if device == 'cpu' else torch.float16
torch.set_num_threads(2)
torch.set_grad_enabled(which == 'adam')


def wave(*shape):
    values = (torch.arange(torch.Size(shape).numel()) * 12.9898).sin().mul(1.4).reshape(shape)
    return values.to(device, torch.float32 if which == 'adam' else dtype)


if which == 'unet':
    model = UNet2DConditionModel.from_pretrained(f'{pack}/unet', torch_dtype=dtype).to(device).eval()
    latents, states, timesteps = wave(2, 4, 64, 64), wave(2, 77, 768), torch.tensor([10.0, 10.0], device=device)
    run = lambda: model(latents, timesteps, encoder_hidden_states=states).sample
elif which == 'adam':
    # One step at 8 tokens, all weights trained.
    model = CLIPTextModel.from_pretrained(f'{pack}/text_encoder', torch_dtype=torch.float32).to(device).eval()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-4)
    ids, target = torch.arange(1, 9, device=device)[None], wave(768)

    def run():
        optimizer.zero_grad()
        loss = -torch.cosine_similarity(model(ids).last_hidden_state[0, -1], target, dim=0)
        loss.backward()
        optimizer.step()
else:
    model = AutoencoderKL.from_pretrained(f'{pack}/vae', torch_dtype=dtype).to(device).eval()
    latents = wave(1, 4, 64, 64)
    run = lambda: model.decode(latents).sample
for line in sys.stdin:
    if line.strip() == 'memory':
        print(torch.cuda.max_memory_reserved() / 2**20 if device == 'cuda' else 0, flush=True)
        continue
    start = time.perf_counter()
    run()
    if device == 'cuda':
        torch.cuda.synchronize()
    print((time.perf_counter() - start) * 1000, flush=True)
