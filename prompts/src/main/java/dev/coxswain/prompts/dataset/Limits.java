package dev.coxswain.prompts.dataset;

/// How much of a file is taken in, so that a small file cannot fill the memory. All count what is
/// there after decompression, and are checked before it is decoded as far as the format allows.
///
/// @param lineBytes of one line or row, at least 1
/// @param totalBytes of the whole file, at least 1
/// @param rows at most, at least 1
/// @param columns at most, nested ones counted, at least 1
/// @param promptBytes of one prompt's text in UTF-8, at least 1
/// @param idBytes of one prompt's id in UTF-8, at least 1
public record Limits(
    int lineBytes, long totalBytes, long rows, int columns, int promptBytes, int idBytes) {

  /// 16 MiB a line, 8 GiB a file, 5 million rows, 1,000 columns, 256 KiB a prompt, 512 bytes an id.
  public static final Limits USUAL =
      new Limits(16 << 20, 8L << 30, 5_000_000, 1_000, 256 << 10, 512);

  public Limits {
    if (lineBytes < 1
        || totalBytes < 1
        || rows < 1
        || columns < 1
        || promptBytes < 1
        || idBytes < 1) {
      throw new IllegalArgumentException(
          "The limits (%d bytes a line, %d bytes a file, %d rows, %d columns, %d bytes a prompt, %d bytes an id) must be at least 1."
              .formatted(lineBytes, totalBytes, rows, columns, promptBytes, idBytes));
    }
  }

  /// The usual ones, but for lines and files.
  public static Limits of(int lineBytes, long totalBytes) {
    return new Limits(
        lineBytes, totalBytes, USUAL.rows, USUAL.columns, USUAL.promptBytes, USUAL.idBytes);
  }
}
