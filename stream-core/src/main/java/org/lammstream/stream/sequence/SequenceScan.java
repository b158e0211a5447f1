package org.lammstream.stream.sequence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lammstream.stream.consume.AssemblyLimits;
import org.lammstream.stream.sequence.LineReader.Line;
import org.lammstream.stream.sequence.LineReader.LongLineException;
import org.lammstream.stream.sequence.SequenceEntry.Place;
import org.lammstream.stream.sequence.SequenceJson.BadLineException;
import org.lammstream.stream.sequence.SequenceJson.Outline;

/**
 * One reading of a sequence file from its first to its last line, which finds its tasks and whether
 * it is whole. Holds one line at a time.
 */
final class SequenceScan {
  /** Beside the largest task that is assembled from parts: digests of its images. */
  private static final int ROOM = 32 << 20;

  private final Path path;
  private final Optional<String> until;
  private final MessageDigest digest = Digests.sha256();
  private final List<SequenceEntry> entries = new ArrayList<>();
  private final Set<String> eventIds = new HashSet<>();

  private SequenceScan(Path path, Optional<String> until) {
    this.path = path;
    this.until = until;
  }

  /** What a file holds. */
  record Contents(SequenceHeader header, List<SequenceEntry> entries) {}

  /** Scans the whole file, or up to the task of this name or event id. */
  static Contents of(Path path, Optional<String> until) throws IOException {
    int longest = (int) Math.min(Integer.MAX_VALUE - 64, limit());
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
      return new SequenceScan(path, until).scan(new LineReader(in, longest));
    } catch (LongLineException e) {
      throw new SequenceException(
          path + ": " + e.getMessage() + ", more than this JVM's heap allows (-Xmx)", e);
    }
  }

  private static long limit() {
    return AssemblyLimits.defaults().maxTaskBytes() + ROOM;
  }

  private Contents scan(LineReader lines) throws IOException {
    Line first =
        lines.next().orElseThrow(() -> new SequenceException(path + ": is empty, no sequence"));
    SequenceHeader header = header(first);
    add(first);
    for (Optional<Line> next = lines.next(); next.isPresent(); next = lines.next()) {
      Line line = next.get();
      Optional<SequenceLines.End> end = end(line);
      if (end.isPresent()) {
        checkEnd(line, end.get(), lines.next());
        if (until.isPresent()) {
          throw new SequenceException(path + ": holds no task '" + until.get() + "'");
        }
        return new Contents(header, entries);
      }
      SequenceEntry entry = entry(header, line);
      entries.add(entry);
      if (until
          .filter(name -> name.equals(entry.task()) || name.equals(entry.eventId()))
          .isPresent()) {
        return new Contents(header, entries);
      }
      add(line);
    }
    throw cut("the last line, with count and checksum, is missing: it was cut off");
  }

  private void add(Line line) {
    digest.update(line.bytes());
    digest.update((byte) '\n');
  }

  private SequenceHeader header(Line line) {
    SequenceLines.Head head;
    try {
      head = SequenceJson.head(line.bytes());
    } catch (BadLineException e) {
      throw new SequenceException(
          path + ": is no sequence of tasks: its first line is no header", e);
    }
    if (!head.format().equals(SequenceLines.FORMAT)) {
      throw new SequenceException(path + ": is no sequence of tasks but '" + head.format() + "'");
    }
    if (head.version() != SequenceLines.VERSION) {
      throw new SequenceException(
          "%s: has format version %d, this program knows version %d; use the program that recorded it, or a newer one"
              .formatted(path, head.version(), SequenceLines.VERSION));
    }
    if (!line.whole()) {
      throw cut("line 1 is cut off in the middle");
    }
    try {
      return head.header();
    } catch (DateTimeParseException e) {
      throw new SequenceException(path + ": line 1: no time: " + head.recordedAt(), e);
    }
  }

  private Optional<SequenceLines.End> end(Line line) {
    try {
      return line.whole() ? SequenceJson.end(line.bytes()) : Optional.empty();
    } catch (BadLineException e) {
      throw bad(line, String.valueOf(e.getMessage()));
    }
  }

  private void checkEnd(Line line, SequenceLines.End end, Optional<Line> behind) {
    if (behind.isPresent()) {
      throw bad(line, "this ought to be the last line, but more follows");
    }
    String found = HexFormat.of().formatHex(digest.digest());
    if (end.tasks() != entries.size() || !end.sha256().equals(found)) {
      throw new SequenceException(
          "%s: is damaged: it holds %d tasks of SHA-256 %.12s, its last line tells of %d of %.12s; record it again"
              .formatted(path, entries.size(), found, end.tasks(), end.sha256()));
    }
  }

  private SequenceEntry entry(SequenceHeader header, Line line) {
    if (!line.whole()) {
      throw cut("line " + line.number() + " is cut off in the middle");
    }
    try {
      Outline outline = SequenceJson.task(line.bytes());
      if (!outline.event().learner().equals(header.learner())) {
        throw bad(line, "a task of another learner, '" + outline.event().learner() + "'");
      }
      if (!eventIds.add(outline.line().eventId())) {
        throw bad(line, "event " + outline.line().eventId() + " stands here a second time");
      }
      return new SequenceEntry(
          line.number(),
          outline.line().eventId(),
          outline.event().task(),
          outline.event().classes(),
          outline.event().train(),
          outline.event().test(),
          outline.line().position(),
          outline.line().original(),
          new Place(line.offset(), line.bytes().length));
    } catch (BadLineException e) {
      throw bad(line, String.valueOf(e.getMessage()));
    }
  }

  private SequenceException bad(Line line, String what) {
    String start = new String(line.bytes(), 0, Math.min(60, line.bytes().length), UTF_8);
    return new SequenceException(
        "%s: line %d is damaged: %s (it begins with: %s); record it again"
            .formatted(path, line.number(), what, start.replaceAll("\\p{Cntrl}", "?")));
  }

  private CutSequenceException cut(String what) {
    Optional<String> last =
        entries.isEmpty() ? Optional.empty() : Optional.of(entries.get(entries.size() - 1).task());
    String safe =
        last.map(task -> "; the %d tasks up to '%s' are whole".formatted(entries.size(), task))
            .orElse("; no task before it is whole");
    return new CutSequenceException(path + ": " + what + safe, entries.size(), last);
  }
}
