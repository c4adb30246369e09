// A question that fits what became of a tweet, and the sentences that answer it.

export type Answer = { question: string; sentences: string[] };
