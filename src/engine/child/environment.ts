/** Settings of the process, the loader, the graphics stack and ours; nothing of anybody's accounts. */
const passed = [
  /^(PATH|HOME|USER|TMPDIR|TMP|TEMP|LANG|TZ|TERM|NO_COLOR|LD_LIBRARY_PATH|DISPLAY|WAYLAND_DISPLAY)$/,
  /^(SYSTEMROOT|WINDIR|USERPROFILE|APPDATA|LOCALAPPDATA)$/i,
  /^(LC|XDG|VK|MESA|NODE|AESTHETE|CUDA|NVIDIA|ORT|OMP)_/,
];
const secret = /TOKEN|SECRET|PASSWORD|_KEY$|_URL$/i;

/**
 * The environment of the engine's process: it decodes strangers' images, so it holds no secrets.
 * With glibc's defaults a released session leaves up to 2 GB resident; mapping every block of 1 MiB and more leaves about 10 MB.
 */
export function childEnvironment(parent: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const names = Object.keys(parent).filter((name) => passed.some((form) => form.test(name)) && !secret.test(name));
  return {
    ...Object.fromEntries(names.map((name) => [name, parent[name]])),
    MALLOC_MMAP_THRESHOLD_: '1048576',
  };
}
