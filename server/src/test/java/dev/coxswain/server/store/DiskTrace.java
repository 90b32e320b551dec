package dev.coxswain.server.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a process did to the files of a folder, and what it said meanwhile, as strace saw it; and
/// what a disk could hold of that when the power went.
///
/// A write is kept for certain once a sync of its file, begun after the write, has ended; a new
/// file once its folder was synced. What is not kept for certain may be there or not, in any order,
/// sector by sector.
///
/// @param folder whose files are looked at, but for those that begin afresh after a crash
/// @param steps in order
record DiskTrace(Path folder, List<Step> steps) {

  /// The system calls that matter.
  static final String CALLS = "openat,pwrite64,write,ftruncate,fsync,fdatasync";

  private static final int SECTOR = 512;
  private static final String STDOUT = "1";
  private static final Pattern CALL =
      Pattern.compile("(\\d+) +(\\w+)\\((.*?)(?: <unfinished \\.\\.\\.>|\\) += (-?\\d+).*)");
  private static final Pattern RESUMED =
      Pattern.compile("(\\d+) +<\\.\\.\\. (\\w+) resumed>.*\\) += (-?\\d+).*");
  private static final Pattern FILE = Pattern.compile("(\\w+)<([^>]*)>(?:, \"([^\"]*)\")?(.*)");

  /// One thing that was done.
  sealed interface Step {

    /// A line that a client could see.
    record Said(String line) implements Step {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Wrote(String file, long at, byte[] bytes) implements Step {}

    record Cut(String file, long size) implements Step {}

    /// @param covers the steps before this one are on the disk now
    record Synced(String file, int covers) implements Step {}

    record Made(String file) implements Step {}
  }

  /// @param lines of `strace -f -y -xx` with its strings whole
  static DiskTrace read(Path lines, Path folder) throws IOException {
    Reading reading = new Reading(folder);
    try (Stream<String> all = Files.lines(lines, StandardCharsets.ISO_8859_1)) {
      all.forEach(reading::line);
    }
    return new DiskTrace(folder, List.copyOf(reading.steps));
  }

  /// Calls become steps when they have effect: a write when it begins, a sync when it has ended.
  private static final class Reading {
    private final Path folder;
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, IntFunction<Optional<Step>>> begun = new HashMap<>(); // by thread

    Reading(Path folder) {
      this.folder = folder;
    }

    void line(String line) {
      Matcher resumed = RESUMED.matcher(line);
      if (resumed.matches()) {
        end(resumed.group(1), Integer.parseInt(resumed.group(3)));
        return;
      }
      Matcher call = CALL.matcher(line);
      if (call.matches()) {
        begin(call.group(1), call.group(2), call.group(3));
        if (call.group(4) != null) {
          end(call.group(1), Integer.parseInt(call.group(4)));
        }
      }
    }

    private void end(String thread, int result) {
      IntFunction<Optional<Step>> ending = begun.remove(thread);
      if (ending != null) {
        ending.apply(result).ifPresent(steps::add);
      }
    }

    private void begin(String thread, String call, String arguments) {
      Matcher parts = FILE.matcher(arguments);
      if (!parts.matches()) {
        return;
      }
      Path path = Path.of(text(parts.group(2)));
      switch (call) {
        case "openat" -> {
          Path opened = Path.of(text(parts.group(3)));
          if (opened.startsWith(folder) && parts.group(4).contains("O_CREAT")) {
            begun.put(thread, fd -> made(opened, fd));
          }
        }
        case "pwrite64" -> {
          if (path.startsWith(folder)) {
            String[] numbers = parts.group(4).split("[ ,]+", 0);
            steps.add(
                new Step.Wrote(name(path), Long.parseLong(numbers[2]), bytes(parts.group(3))));
          }
        }
        case "write" -> {
          if (parts.group(1).equals(STDOUT)) {
            steps.add(new Step.Said(text(parts.group(3)).strip()));
          }
        }
        case "ftruncate" -> {
          if (path.startsWith(folder)) {
            steps.add(new Step.Cut(name(path), Long.parseLong(parts.group(4).substring(2))));
          }
        }
        default -> {
          if (path.startsWith(folder)) {
            int covers = steps.size();
            begun.put(thread, result -> synced(path, covers, result));
          }
        }
      }
    }

    private Optional<Step> made(Path opened, int fd) {
      boolean isNew = steps.stream().noneMatch(step -> step.equals(new Step.Made(name(opened))));
      return fd >= 0 && isNew ? Optional.of(new Step.Made(name(opened))) : Optional.empty();
    }

    private Optional<Step> synced(Path path, int covers, int result) {
      return result == 0 ? Optional.of(new Step.Synced(name(path), covers)) : Optional.empty();
    }

    /// Empty for the folder itself.
    private String name(Path path) {
      return folder.relativize(path).toString();
    }
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace("\\x", ""));
  }

  private static String text(String hex) {
    return hex.startsWith("\\x") ? new String(bytes(hex), StandardCharsets.UTF_8) : hex;
  }

  /// What was said before the power went.
  List<String> said(int end) {
    return steps.subList(0, end).stream()
        .flatMap(step -> step instanceof Step.Said said ? Stream.of(said.line()) : Stream.empty())
        .toList();
  }

  /// The same without any sync: a disk that was never asked to keep something.
  DiskTrace unsynced() {
    return new DiskTrace(
        folder, steps.stream().filter(step -> !(step instanceof Step.Synced)).toList());
  }

  /// What a disk may hold when the power goes before a step.
  ///
  /// @param before the files when the trace began, all of them kept for certain
  /// @param share of what is not kept for certain that is there all the same
  Map<String, byte[]> image(
      int end, Map<String, byte[]> before, double share, RandomGenerator rng) {
    Map<String, byte[]> image = new HashMap<>(before);
    for (String file : files(end)) {
      int kept = kept(file, end);
      boolean certain = before.containsKey(file) || kept("", end) > made(file);
      if (!certain && rng.nextDouble() >= share) {
        continue;
      }
      Contents contents = new Contents(before.getOrDefault(file, new byte[0]));
      steps.subList(0, kept).forEach(step -> contents.take(step, file, 1, rng));
      List<Step> loose = new ArrayList<>(steps.subList(kept, end));
      if (share < 1) {
        Collections.shuffle(loose, Random.from(rng));
      }
      loose.forEach(step -> contents.take(step, file, share, rng));
      image.put(file, contents.bytes());
    }
    return image;
  }

  private List<String> files(int end) {
    return steps.subList(0, end).stream()
        .flatMap(step ->
            switch (step) {
              case Step.Wrote wrote -> Stream.of(wrote.file());
              case Step.Cut cut -> Stream.of(cut.file());
              case Step.Made made -> Stream.of(made.file());
              default -> Stream.of();
            })
        .filter(file -> file.endsWith(".db") || file.endsWith("-wal"))
        .distinct()
        .toList();
  }

  /// The steps before this one are kept for certain, as far as they were done to that file.
  private int kept(String file, int end) {
    int kept = 0;
    for (Step step : steps.subList(0, end)) {
      if (step instanceof Step.Synced synced && synced.file().equals(file)) {
        kept = Math.max(kept, synced.covers());
      }
    }
    return kept;
  }

  private int made(String file) {
    int at = steps.indexOf(new Step.Made(file));
    return at < 0 ? 0 : at;
  }

  /// What a file holds, while it is being put together.
  private static final class Contents {
    private byte[] bytes;
    private int size;

    Contents(byte[] before) {
      bytes = before.clone();
      size = before.length;
    }

    /// Takes a step that was done to that file, as far as it is there.
    void take(Step step, String file, double share, RandomGenerator rng) {
      switch (step) {
        case Step.Wrote wrote when wrote.file().equals(file) -> write(wrote, share, rng);
        case Step.Cut cut when cut.file().equals(file) && rng.nextDouble() < share ->
            resize((int) cut.size());
        default -> {}
      }
    }

    private void write(Step.Wrote wrote, double share, RandomGenerator rng) {
      int at = (int) wrote.at();
      for (int from = 0; from < wrote.bytes().length; from += SECTOR) {
        if (rng.nextDouble() < share) {
          int length = Math.min(SECTOR, wrote.bytes().length - from);
          resize(Math.max(size, at + from + length));
          System.arraycopy(wrote.bytes(), from, bytes, at + from, length);
        }
      }
    }

    private void resize(int wanted) {
      if (wanted > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(wanted, 2 * bytes.length));
      }
      Arrays.fill(bytes, Math.min(wanted, size), size, (byte) 0);
      size = wanted;
    }

    byte[] bytes() {
      return Arrays.copyOf(bytes, size);
    }
  }
}
