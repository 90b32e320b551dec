/// Encoders of text: a pool's prompts become vectors that its learner and its selector can use.
@NullMarked
package dev.coxswain.prompts.encoder;

import org.jspecify.annotations.NullMarked;
