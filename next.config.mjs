import { tsImport } from "tsx/esm/api";

// The environment is checked before anything is built or served: a bad variable is named, with what it should be.
const { readEnv } = await tsImport("./src/server/env.ts", import.meta.url);
readEnv(process.env);

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  serverExternalPackages: ["pino", "twitter-api-v2", "@aws-sdk/client-s3"],
  devIndicators: false,
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        { key: "X-Content-Type-Options", value: "nosniff" },
        { key: "X-Frame-Options", value: "DENY" },
        {
          key: "Content-Security-Policy",
          value: "frame-ancestors 'none'; base-uri 'self'; object-src 'none'",
        },
        { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
      ],
    },
  ],
};

export default config;
