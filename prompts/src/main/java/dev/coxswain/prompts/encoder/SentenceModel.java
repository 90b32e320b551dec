package dev.coxswain.prompts.encoder;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;

/// The transformers whose weights come as a library, quantised to eight bits.
///
/// | model    | layers | d   | pooling    | weights | source                                              |
/// |----------|--------|-----|------------|---------|-----------------------------------------------------|
/// | MINILM   | 6      | 384 | mean       | 23 MB   | all-MiniLM-L6-v2 (Reimers, Gurevych; arXiv:1908.10084) |
/// | BGE_SMALL| 12     | 384 | first token| 34 MB   | bge-small-en-v1.5 (arXiv:2309.07597)                |
enum SentenceModel {
  MINILM(
      "minilm",
      "all-minilm-l6-v2-q",
      Pooling.MEAN,
      "afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1"),
  BGE_SMALL(
      "bge-small",
      "bge-small-en-v1.5-q",
      Pooling.FIRST,
      "6c9c6101a956d62dfb5e7190c538226c0c5bb9cb27b651234b6df063ee7dbfe4");

  /// How the vectors of a text's tokens become the text's.
  enum Pooling {
    /// Their mean.
    MEAN,
    /// The one of the token that opens every text.
    FIRST
  }

  /// d of all of them.
  static final int WIDTH = 384;

  private final String kind;
  private final String resource;
  private final Pooling pooling;
  private final String digest;

  SentenceModel(String kind, String resource, Pooling pooling, String digest) {
    this.kind = kind;
    this.resource = resource;
    this.pooling = pooling;
    this.digest = digest;
  }

  static Optional<SentenceModel> of(String kind) {
    return Stream.of(values()).filter(model -> model.kind.equals(kind)).findFirst();
  }

  /// Its name on a command line.
  String kind() {
    return kind;
  }

  Pooling pooling() {
    return pooling;
  }

  /// Which weights these are: the start of their SHA-256.
  String version() {
    return digest.substring(0, 8);
  }

  /// The network.
  ///
  /// @throws IllegalStateException if the class path has other weights than this version's
  byte[] weights() {
    byte[] bytes = read(resource + ".onnx");
    String found = HexFormat.of().formatHex(Sha256.of(bytes));
    if (!found.equals(digest)) {
      throw new IllegalStateException(
          """
          The weights of the encoder "%s" have the SHA-256 %s; this version was made for %s.
          Maybe the class path has another version of their library.\
          """
              .formatted(kind, found, digest));
    }
    return bytes;
  }

  /// Its tokenizer, as JSON.
  byte[] tokenizer() {
    return read(resource + "-tokenizer.json");
  }

  private byte[] read(String name) {
    try (InputStream in = SentenceModel.class.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new IllegalStateException(
            """
            The encoder "%s" has no %s on the class path.
            Maybe its library was left out; the encoder "hash" needs none.\
            """
                .formatted(kind, name));
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read %s from the class path.".formatted(name), e);
    }
  }
}
