package dev.coxswain.server.run;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.prompt.Pool;

/// A pool at one revision, with its embeddings.
///
/// @param revision of the pool
/// @param pool not empty
/// @param embeddings (N, d)
record Prepared(long revision, Pool pool, Embeddings embeddings) {}
