package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.prompts.dataset.DatasetInvalid;
import dev.coxswain.prompts.dataset.PoolFile;
import dev.coxswain.snapshot.SnapshotFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// The codes of CONFLICT and of the other kinds of INVALID_DATA are seen in [TrainCommandTest].
final class ExitCodeTest {

  private static String io(IOException cause) {
    return ExitCode.message(new UncheckedIOException("Cannot write x.", cause));
  }

  @Test
  void codes_all_areTheDocumentedOnes() {
    assertThat(
            new int[] {
              ExitCode.OK,
              ExitCode.FAILED,
              ExitCode.USAGE,
              ExitCode.NOT_FOUND,
              ExitCode.CONFLICT,
              ExitCode.UNAUTHORIZED,
              ExitCode.INVALID_DATA,
              ExitCode.UNREACHABLE,
              ExitCode.IO,
              ExitCode.INTERRUPTED
            })
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 69, 74, 130);
  }

  @Test
  void of_kindsOfFailure_haveTheirCodes() {
    CommandLine command = new CommandLine(new StrategiesCommand());
    assertThat(ExitCode.of(new ParameterException(command, "x"))).isEqualTo(2);
    assertThat(ExitCode.of(new UncheckedIOException(new IOException("x")))).isEqualTo(74);
    assertThat(ExitCode.of(new IllegalStateException("x"))).isEqualTo(1);
    assertThat(ExitCode.of(new OutOfMemoryError())).isEqualTo(1);
  }

  @Test
  void of_snapshotCorrupt_isInvalidData() {
    try {
      SnapshotFormat.read(new byte[] {1, 2, 3});
      throw new AssertionError("three bytes were a snapshot");
    } catch (RuntimeException e) {
      assertThat(ExitCode.of(e)).isEqualTo(6);
      assertThat(ExitCode.message(e)).isEqualTo(e.getMessage());
    }
  }

  @Test
  void of_datasetInvalid_isInvalidData(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("pool.jsonl"), "[]\n");
    try {
      PoolFile.read(file);
      throw new AssertionError("an array was a pool");
    } catch (DatasetInvalid e) {
      assertThat(ExitCode.of(e)).isEqualTo(6);
      assertThat(ExitCode.message(e)).startsWith(file + ", line 1: ");
    }
  }

  @Test
  void message_inputOrOutput_saysTheReason() {
    assertThat(io(new AccessDeniedException("x"))).isEqualTo("Cannot write x. Access is denied.");
    assertThat(io(new NoSuchFileException("x")))
        .isEqualTo("Cannot write x. There is no such file.");
    assertThat(io(new FileAlreadyExistsException("x")))
        .isEqualTo("Cannot write x. x is a file, not a folder.");
    assertThat(io(new FileSystemException("x", null, "No space left on device")))
        .isEqualTo("Cannot write x. No space left on device.");
    assertThat(io(new IOException("odd"))).isEqualTo("Cannot write x. java.io.IOException: odd.");
  }

  @ParameterizedTest
  @CsvSource({
    "400,6", "401,5", "403,5", "404,3", "405,1", "409,4", "412,4", "413,6", "422,6", "429,69",
    "500,1", "503,69", "507,74"
  })
  void of_refusalOfAServer_followsItsStatus(int status, int code) {
    ServerRefused refused = new ServerRefused(status, "as it said");
    assertThat(ExitCode.of(refused)).isEqualTo(code);
    assertThat(ExitCode.message(refused)).isEqualTo("as it said");
  }

  @Test
  void message_unforeseen_namesItsKind() {
    assertThat(ExitCode.message(new IllegalStateException("odd")))
        .isEqualTo("java.lang.IllegalStateException: odd");
    assertThat(ExitCode.message(new IllegalStateException()))
        .isEqualTo("java.lang.IllegalStateException");
  }
}
