/// The small language model that is trained: a decoder-only transformer on token ids, its
/// log-probabilities with their gradients, and sampling with a key-value cache.
@NullMarked
package dev.coxswain.trainer.policy;

import org.jspecify.annotations.NullMarked;
