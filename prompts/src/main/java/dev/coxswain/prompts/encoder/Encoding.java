package dev.coxswain.prompts.encoder;

import dev.coxswain.prompts.dataset.PoolFile;

/// A way of embedding pools, before it has seen one. Closed: these are the choices a command line
/// can name, by [Encoders].
public sealed interface Encoding {

  /// The encoder for this pool and others like it, which takes the pool's [SharedText] off before
  /// it reads. Sees texts or vectors, never outcomes.
  ///
  /// @throws IllegalArgumentException if the file lacks what this encoding needs
  default PoolEncoder fit(PoolFile file) {
    SharedText shared = SharedText.of(file.pool().prompts());
    return new BareTextEncoder(shared, fitWhole(shared.removedFrom(file)));
  }

  /// As [#fit], but reads the texts as they are.
  PoolEncoder fitWhole(PoolFile file);

  /// By a [HashEncoder].
  ///
  /// @param width d, in [HashEncoder#MIN_WIDTH] .. [HashEncoder#MAX_WIDTH]
  /// @param seed of the hash
  record Hash(int width, long seed) implements Encoding {

    @Override
    public PoolEncoder fitWhole(PoolFile file) {
      return HashEncoder.fit(file.pool().prompts(), width, seed);
    }
  }

  /// By a transformer: a [SentenceEncoder].
  ///
  /// @param model its name
  /// @param tokens of a text that are read, in 8 .. 512
  record Sentence(String model, int tokens) implements Encoding {

    @Override
    public PoolEncoder fitWhole(PoolFile file) {
      return new SentenceEncoder(SentenceModel.of(model).orElseThrow(), tokens);
    }
  }

  /// By word vectors: a [WordEncoder].
  ///
  /// @param width d, in 32 .. 384
  record Words(int width) implements Encoding {

    @Override
    public PoolEncoder fitWhole(PoolFile file) {
      return new WordEncoder(width);
    }
  }

  /// By the vectors of the file.
  record Given() implements Encoding {

    @Override
    public PoolEncoder fit(PoolFile file) {
      return fitWhole(file);
    }

    @Override
    public PoolEncoder fitWhole(PoolFile file) {
      return GivenVectors.fit(file);
    }
  }
}
