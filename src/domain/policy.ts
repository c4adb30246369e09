// Every number that a decision rests on, each with its reason. Pure data.

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const kilobyte = 1024;
const megabyte = 1024 * kilobyte;
const gigabyte = 1024 * megabyte;

export const policy = {
  schedule: {
    /** A time nearer than this cannot be armed before it passes. */
    minLeadMs: 2 * second,
    /** Farther ahead than any plan for a post; catches a mistyped year. */
    maxLeadMs: 2 * 366 * 24 * hour,
    defaultLatenessLimitS: 60 * 60,
    /** Longer than Roost's own check takes to post what QStash has not delivered. */
    minLatenessLimitS: 2 * 60,
    /** Longer than anybody means; "however late" is for what has no end. */
    maxLatenessLimitS: 30 * 24 * 60 * 60,
  },
  arm: {
    /** Inside it every message still has its log (free QStash keeps 3 days) and its delay is accepted (7 days). */
    horizonMs: 48 * hour,
    /** An armed tweet's message must reach QStash before a person stops waiting for the page. */
    callTimeoutMs: 4 * second,
    /** Back-off after a failed arming: doubling from the first to the last, spread by up to a quarter. */
    firstRetryMs: 10 * second,
    maxRetryMs: 10 * minute,
    retryJitter: 0.25,
    batchSize: 100,
    batchPauseMs: 500,
    parallelism: 8,
  },
  message: {
    /** QStash's own back-off waits half an hour by its third try, so ours is set: 5 s, 10 s, 20 s. Every plan allows 3. */
    retries: 3,
    retryDelayExpression: "5000 * pow(2, retried)",
    timeoutS: 60,
    /**
     * Deliveries of one account that QStash may have in flight at once. Its posts go out nearly one after another; the
     * second place is for when one hangs. No account then takes more than a fifth of the ten that a free plan has.
     */
    accountParallelism: 2,
  },
  delivery: {
    /** A delivery this early is held until its second; an earlier one is sent away until then. */
    earlyWaitMs: 10 * second,
    /**
     * How long a delivery keeps its place in QStash for its publication: an ordinary post takes a second, one with images
     * a few. A free plan has ten places for everybody, and a video takes minutes.
     */
    placeMs: 5 * second,
    /** Publications of one process that go on without a place; each may hold a piece of a file in memory. */
    placeless: 20,
    /** Half of them: the other half is everybody else's. */
    placelessPerPerson: 10,
    placelessPerAccount: 4,
  },
  /** The longest bodies that the web app reads, in bytes, and how long they may take to come. */
  request: {
    /** A thread of 25 parts with all its descriptions, several times over. */
    maxTrpcBytes: megabyte,
    /** A sign-in is a short form. */
    maxAuthBytes: 64 * kilobyte,
    /** A message of ours names a tweet and its revision. */
    maxDeliveryBytes: 16 * kilobyte,
    /** All but an upload is a few kilobytes: who takes longer holds a connection, and means to. */
    maxArrivalMs: minute,
  },
  connection: {
    /**
     * A connection to X is used again for this long: the parts of a thread, the pieces of a file, a burst. Every server
     * keeps an idle one longer; a post that meets the end of its connection would be in doubt.
     */
    idleMs: 2 * second,
  },
  publish: {
    /** X has answered nothing in this time: the outcome is unknown. */
    callTimeoutMs: 15 * second,
    /** After this long between marking a part and sending it, somebody else may have taken over. */
    sendDeadlineMs: 2 * second,
    /** Longer than a refresh, a call and a second call after 401, each at its time-out. */
    leaseMs: 90 * second,
    /** No connection, or a 429 without a reset: the next try, doubling up to the longest. */
    laterMs: 30 * second,
    maxLaterMs: 10 * minute,
    /** X's longest limit is a day's; the rest is for clocks apart. */
    longestLimitMs: 25 * hour,
    /** Without credits, or with app credentials that X refuses, X is asked again this often. */
    probeMs: 15 * minute,
    /** Tries at one part. With the pauses between them, more than the usual lateness limit allows. */
    maxAttempts: 12,
    /** Leases of one part that ran out before anything was sent: past it, something kills its worker each time. */
    maxExpiredLeases: 3,
    /** A thread whose first part is out may go on for this long; after it, readers have left. */
    threadLimitMs: 24 * hour,
    maxParts: 25,
    /** Posted this long after its time, a tweet is shown as late: its second is what people were promised. */
    lateAfterMs: 15 * second,
  },
  rollBack: {
    /** Who deletes holds the tweet for this long: a refresh and two calls, each at its time-out. */
    leaseMs: 90 * second,
    /** A delete call that came to nothing: the next one, doubling up to the longest. */
    retryMs: 30 * second,
    maxRetryMs: 30 * minute,
    /** Not done for this long, its owner is told and Roost stops trying. */
    giveUpMs: 24 * hour,
  },
  settle: {
    /** How far before the attempt the timeline is read: clocks differ, and X's times are whole seconds. */
    lookBackMs: 15 * minute,
    /** X shows a post within a second or two; the first look need not wait for the next sweep. */
    firstLookMs: 3 * second,
    /** Absent counts only when two complete reads this far apart agree … */
    betweenReadsMs: 30 * second,
    /** … and come so late that the last is this long after the call's time-out: till then X may be carrying it out. */
    afterDeadlineMs: 120 * second,
    /** … and X's own clock is this near to ours, so that "since" means the same to both. */
    clockSkewMs: 60 * second,
    /** A read that failed is no answer: the next one, doubling up to the longest. */
    retryMs: 30 * second,
    maxRetryMs: 5 * minute,
    /** Without a usable answer for this long, its owner is asked. */
    giveUpMs: 30 * minute,
    /** Posts of a page, X's most; and pages of a read: an account that posts more in the window is not read to its end. */
    pageSize: 100,
    maxPages: 5,
    callTimeoutMs: 10 * second,
    /** Who looks holds the lease for this long: a read of all its pages and a refresh, each at its time-out. */
    leaseMs: 90 * second,
    /** In Check needed X is looked at again this long after the tweet got there. */
    unconfirmedLooksMs: [5 * minute, hour, 24 * hour],
  },
  tokens: {
    /** An access token this near its end is refreshed before use. */
    refreshAheadMs: 5 * minute,
    callTimeoutMs: 10 * second,
  },
  hold: {
    /** X takes 100 posts in 15 minutes, one in 9 s: what waited goes out wider apart, and never uses that up. */
    spacingMs: 10 * second,
    /** Of the tweets that wait for a probe, a sweep tries this many: the first to be claimed is the probe. */
    probeCandidates: 3,
    /** Tweets that the end of a hold gives their turn at once; the rest are the sweep's. */
    resumeBatch: 500,
    /** Holds that ran out, ended by one sweep. */
    endsPerSweep: 50,
    /** Tweets that one request cancels: each is a transaction of its own. */
    cancelBatch: 200,
  },
  evidence: {
    /** QStash answers at most 100 log rows a page. */
    logPageRows: 100,
    /** One fewer than a page: a message that waits has one row, and a full page is asked again. */
    idsPerLogCall: 99,
    getParallelism: 8,
    callTimeoutMs: 5 * second,
    maxAgeMs: 60 * second,
    /** How long before a tweet is due nothing is unscheduled by evidence: its delivery may be in flight. */
    marginMs: 60 * second,
    /**
     * How long after it is due QStash is waited for before the sweep publishes by itself: its second try comes after 5 s.
     * With a sweep a minute, and what a pass may spend on asking QStash, a tweet is 80 s late at most without QStash.
     */
    graceMs: 15 * second,
    /** The second look at a missing message comes this much later: the log is written with a delay. */
    strikeMs: 30 * second,
    /** REMOVED counts for an overdue tweet only from one batch of at most this long. */
    overdueBatchMs: 2 * second,
  },
  page: {
    /** Rows with a conclusive check younger than this are not asked about again. */
    freshMs: 3 * second,
    /** What a page load may spend on asking QStash. */
    budgetMs: 1500,
    rows: 50,
    /** Of each list beside the queue: posted, failed, unscheduled and so on. */
    otherRows: 200,
    recentMs: 24 * hour,
    /** A check older than this is said to be old. */
    staleMs: 2 * minute,
  },
  sync: {
    /** What a person waits for after pressing the button. */
    budgetMs: 8 * second,
  },
  deadLetters: {
    /** QStash's most. */
    pageSize: 100,
    /** A pass reads this much of the queue; what is cleared makes room for the next. */
    pagesPerPass: 10,
    /** The sweep looks this often: what died was overdue minutes ago, and the sweep has it anyway. */
    everyMs: 5 * minute,
  },
  breaker: {
    share: 0.2,
    count: 10,
    /** What was unscheduled in this time counts for one event: people look at their pages one after another. */
    latelyMs: 10 * minute,
  },
  history: {
    /** Entries of one tweet's flight recorder: past it the middle is left out, so that no storm fills the table. */
    maxEntries: 500,
    /** What is kept of the beginning, where the cause lies, and of the end, where the outcome does. */
    firstEntries: 200,
    lastEntries: 200,
    /** Of moves, and of entries, so many are read of one tweet. */
    maxRead: 1000,
    /** Nothing has befallen a tweet for this long: nobody asks any more what did, beside its moves. */
    restedMs: 365 * 24 * hour,
    /** Of a creation that was refused nothing else is left; long enough to ask why. */
    refusedKeptMs: 30 * 24 * hour,
    /** Of what others said, this much is kept: enough for the reason, too little for a page of HTML. */
    maxWordsCharacters: 200,
  },
  media: {
    /**
     * What X takes in one post: up to four images, or one GIF, or one video, in these sizes.
     * Source: https://docs.x.com/x-api/media/quickstart/best-practices; its megabytes are 1024 × 1024 bytes ("File size
     * exceeds 5242880 bytes").
     */
    maxImages: 4,
    maxBytes: { IMAGE: 5 * megabyte, GIF: 15 * megabyte, VIDEO: 512 * megabyte },
    minVideoMs: second / 2,
    maxVideoMs: 140 * second,
    /** Source: https://docs.x.com/x-api/media/create-media-metadata */
    maxAltTextCharacters: 1000,
    /** Every type shows in less: a PNG's colour profile may come before its pixels. */
    headBytes: 64 * kilobyte,
    /** An upload slower than this has broken off, or only holds a place: a telephone line of 1998 brings twice as much. */
    uploadPaceBytes: 64 * kilobyte,
    uploadPaceMs: 30 * second,
    /** What Node gives a whole request is five minutes, too little for a large video over a slow line. */
    uploadMaxMs: hour,
    /** Uploads of one person at once in one process: their bytes lie on the disk before anybody can judge them. */
    uploadsAtOnce: 6,
    /** Uploads of one person that no tweet uses: more than the largest thread takes, and no disk full. */
    maxUnused: 200,
    maxUnusedBytes: 4 * gigabyte,
    /** What no tweet uses is kept this long: a tweet may lie half written overnight. */
    unusedMs: 24 * hour,
    /** The files of a deleted tweet: a post that X reports weeks late would still be shown whole. */
    deletedMs: 30 * 24 * hour,
    /** All that one person keeps: forty of the longest videos, and thousands of images. */
    maxKeptBytes: 20 * gigabyte,
  },
  upload: {
    /** Of a file on its way to X; X takes up to 5 MB at once, and up to 1,000 pieces. */
    chunkBytes: 4 * megabyte,
    /** One piece over a slow line. With a refresh and a second try it fits into the lease. */
    callTimeoutMs: 30 * second,
    /** The same piece from where files are kept: a disk over a network may hang for ever, and a store trickle. */
    readTimeoutMs: 30 * second,
    /** A file that takes longer is put off: X, or the line to it, is not well. */
    maxMs: 20 * minute,
    /** X says when to look again; where it does not, or says nonsense, these hold. */
    usualWaitMs: 5 * second,
    minWaitMs: second,
    maxWaitMs: 30 * second,
    /** X works on a video of 140 seconds for a minute or two; one that takes this long never gets ready. */
    maxProcessingMs: 10 * minute,
    /** What X forgets sooner than this is uploaded anew: the post that shows it must still find it. */
    expiryMarginMs: 15 * minute,
  },
  notices: {
    /** Of a page of the bell's list. */
    rows: 30,
    /** The unread are counted so far: past it a bell shows only that there are many. */
    maxCounted: 100,
    /** Marked as read by their ids at once; all of them by a time. */
    maxMarked: 200,
    /** What was read stays in the list for this long. */
    readKeptMs: 90 * 24 * hour,
  },
  records: {
    /** Rows that one statement of the daily clean-up looks at: it holds nobody up. */
    batch: 500,
    /** Passes of the reconciler: a month back somebody may ask what it did, and each day has 1,500 rows. */
    runsKeptMs: 30 * 24 * hour,
  },
  sweep: {
    /** It comes every minute: in a time of this length it surely came, or does not run. */
    surelyMs: 3 * minute,
    /** The nearest tweets that one sweep starts, arms or asks about. */
    batch: 500,
    publishParallelism: 10,
    publishPerAccount: 2,
    /** Half of the places: whatever one person's accounts have waiting, the other half is everybody else's. */
    publishPerPerson: 5,
    /** A message row without an id this long after its writing came to nothing, or is named by the log. */
    passLeaseMs: 2 * minute,
  },
} as const;

export type Policy = typeof policy;
