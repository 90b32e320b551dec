package dev.coxswain.embedding;

import dev.coxswain.prompt.Prompt;
import java.util.List;

/// Makes embeddings of prompts. Open: users may bring their own. The same prompt must always get
/// the same bits, whatever other prompts are encoded with it.
@FunctionalInterface
public interface Encoder {

  /// One row a prompt, in their order.
  Embeddings encode(List<Prompt> prompts);
}
