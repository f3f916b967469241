import * as tf from '@tensorflow/tfjs-core';
import type { Backend } from '@/lib/ml/predictor';

/** Renderers that compute on the processor: slower than the wasm backend by an order of magnitude. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|lavapipe|software|microsoft basic render/i;

/** Backends worth a trial here (wasm is always the last), and a name for this graphics hardware and browser. */
export interface GraphicsDevice {
  readonly backends: readonly Backend[];
  readonly name: string;
}

/** Looks for real graphics hardware; one that says it is software, or hides what it is from webgpu, is left out. */
export async function inspectMachine(): Promise<GraphicsDevice> {
  const webgpu = await webgpuRenderer();
  const webgl = webglRenderer();
  const backends: Backend[] = ['wasm'];
  if (webgl !== null && !SOFTWARE.test(webgl)) backends.unshift('webgl');
  if (webgpu !== null && !SOFTWARE.test(webgpu)) backends.unshift('webgpu');
  const graphics = `${webgpu ?? 'no webgpu'} | ${webgl ?? 'no webgl'}`;
  return { backends, name: `${graphics} | ${navigator.userAgent}` };
}

interface AdapterInfo {
  readonly vendor?: string;
  readonly architecture?: string;
  readonly device?: string;
  readonly description?: string;
  readonly isFallbackAdapter?: boolean;
}

/** Name of the webgpu adapter, 'software' for a fallback one, null without one. */
async function webgpuRenderer(): Promise<string | null> {
  const gpu = (
    navigator as unknown as {
      gpu?: {
        requestAdapter(): Promise<{ info?: AdapterInfo; isFallbackAdapter?: boolean } | null>;
      };
    }
  ).gpu;
  // an adapter that cannot be asked for is no adapter
  const adapter = await gpu?.requestAdapter().catch(() => null);
  if (!adapter) return null;
  const info = adapter.info ?? {};
  if (adapter.isFallbackAdapter || info.isFallbackAdapter) return 'software';
  return [info.vendor, info.architecture, info.device, info.description].filter(Boolean).join(' ');
}

/** Name of the webgl renderer, null without webgl 2. */
function webglRenderer(): string | null {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!gl) return null;
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const name = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return name;
}

/**
 * Makes `backend` the current one, loading its code first. `wasmPath` is the folder of the WebAssembly files, with a
 * slash at its end. Throws when the runtime would fall back to another one, which it does silently.
 */
export async function useBackend(backend: Backend, wasmPath: string): Promise<void> {
  switch (backend) {
    case 'wasm': {
      const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
      // bundlers break the threaded build (it spawns workers from its own source text), and it brought no speed
      tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
      setWasmPaths(wasmPath);
      break;
    }
    case 'webgl':
      await import('@tensorflow/tfjs-backend-webgl');
      break;
    case 'webgpu':
      await import('@tensorflow/tfjs-backend-webgpu');
      break;
  }
  const started = await tf.setBackend(backend);
  if (!started || tf.getBackend() !== backend) {
    throw new Error(`the backend ${backend} does not start in this browser`);
  }
}
