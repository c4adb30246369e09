// Before migrations run: DATABASE_URL may stand in `.env`, where the web app and the reconciler find it too. No shell
// reads that file, so an `&` in an address means nothing. A variable that is set wins.
import { existsSync } from "node:fs";

if (!process.env.DATABASE_URL && existsSync(".env")) {
  process.loadEnvFile(".env");
  console.error("environment from .env");
}
