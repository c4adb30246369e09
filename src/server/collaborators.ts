import type { Clock } from "./clock";
import type { Db } from "./db";
import type { Log } from "./log";
import type { MediaStore } from "./media/store";
import type { Queue } from "./qstash/queue";
import type { Publisher } from "./x/publisher";

/** What every verb works with. A test hands in the real database, sandboxes and a virtual clock. */
export type Collaborators = {
  db: Db;
  queue: Queue;
  publisher: Publisher;
  /** The bytes of what people upload. */
  media: MediaStore;
  clock: Clock;
  log: Log;
};
