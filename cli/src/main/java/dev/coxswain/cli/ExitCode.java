package dev.coxswain.cli;

import dev.coxswain.prompts.dataset.DatasetInvalid;
import dev.coxswain.server.store.Corrupt;
import dev.coxswain.server.store.InUse;
import dev.coxswain.server.store.OnNetworkDisk;
import dev.coxswain.server.store.TooNew;
import dev.coxswain.snapshot.SnapshotCorrupt;
import dev.coxswain.trainer.experiment.GridFile.GridInvalid;
import dev.coxswain.trainer.loop.CheckpointCorrupt;
import dev.coxswain.trainer.loop.FolderConfig.ConfigConflict;
import dev.coxswain.trainer.report.MetricsInvalid;
import dev.coxswain.trainer.warmup.WarmupCorrupt;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/// What the process says of how it went. One place decides which failure is which code.
final class ExitCode {

  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int NOT_FOUND = 3;
  static final int CONFLICT = 4;
  static final int UNAUTHORIZED = 5;
  static final int INVALID_DATA = 6;
  static final int UNREACHABLE = 69;
  static final int IO = 74;
  static final int CONFIG = 78;
  static final int INTERRUPTED = 130;

  private ExitCode() {}

  static int of(Throwable failure) {
    return switch (failure) {
      case ParameterException usage -> USAGE;
      case RunMissing missing -> NOT_FOUND;
      case ConfigConflict conflict -> CONFLICT;
      case DatasetInvalid invalid -> INVALID_DATA;
      case RunUnusable unusable -> INVALID_DATA;
      case MetricsInvalid invalid -> INVALID_DATA;
      case SnapshotCorrupt corrupt -> INVALID_DATA;
      case CheckpointCorrupt corrupt -> INVALID_DATA;
      case WarmupCorrupt corrupt -> INVALID_DATA;
      case GridInvalid invalid -> INVALID_DATA;
      case ConfigUnsafe unsafe -> CONFIG;
      case TooNew later -> CONFIG;
      case InUse taken -> CONFLICT;
      case OnNetworkDisk network -> CONFIG;
      case Corrupt corrupt -> INVALID_DATA;
      case ServerRefused refused -> refused.exitCode();
      case ServerUnreachable away -> UNREACHABLE;
      case UncheckedIOException io -> IO;
      default -> FAILED;
    };
  }

  /// What a person is told. I/O failures carry their reason in the cause.
  static String message(Throwable failure) {
    String own = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    return switch (failure) {
      case UncheckedIOException io -> own + " " + reason(io.getCause());
      case ServerRefused refused -> own;
      default -> of(failure) == FAILED ? failure + "" : own;
    };
  }

  private static String reason(@Nullable Throwable cause) {
    return switch (cause) {
      case null -> "";
      case AccessDeniedException denied -> "Access is denied.";
      case NoSuchFileException missing -> "There is no such file.";
      case FileAlreadyExistsException taken ->
          "%s is a file, not a folder.".formatted(taken.getFile());
      case FileSystemException other when other.getReason() != null -> other.getReason() + ".";
      default -> cause + ".";
    };
  }
}
