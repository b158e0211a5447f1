package org.lammstream.stream.sequence;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * Writes a sequence file task by task. What is written stands in a file beside it, {@code
 * NAME.part}, until {@link #finish} puts the whole sequence in its place at once; closing without
 * finishing leaves nothing. Not thread-safe.
 */
public final class SequenceWriter implements AutoCloseable {
  private final Path file;
  private final Path part;
  private final SequenceHeader header;
  private final FileChannel channel;
  private final MessageDigest digest = Digests.sha256();
  private final OutputStream out;
  private final Set<String> eventIds = new HashSet<>();
  private boolean finished;

  private SequenceWriter(Path file, Path part, SequenceHeader header, FileChannel channel) {
    this.file = file;
    this.part = part;
    this.header = header;
    this.channel = channel;
    this.out =
        new DigestOutputStream(
            new BufferedOutputStream(java.nio.channels.Channels.newOutputStream(channel)), digest);
  }

  /**
   * Begins a file; folders that are missing are made. An older file of this name stays as it is
   * until {@link #finish} replaces it.
   */
  public static SequenceWriter create(Path file, SequenceHeader header) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Path part = absolute.resolveSibling(absolute.getFileName() + ".part");
    FileChannel channel =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    SequenceWriter writer = new SequenceWriter(absolute, part, header, channel);
    writer.out.write(SequenceJson.write(SequenceLines.Head.of(header)));
    return writer;
  }

  /**
   * Adds a task.
   *
   * @throws IllegalArgumentException if it is of another learner, or its event id is there already
   */
  public void append(RecordedTask task) throws IOException {
    if (!task.event().learner().equals(header.learner())) {
      throw new IllegalArgumentException(
          "a task of learner '%s' in a sequence of '%s'"
              .formatted(task.event().learner(), header.learner()));
    }
    if (!eventIds.add(task.eventId())) {
      throw new IllegalArgumentException("event " + task.eventId() + " is recorded already");
    }
    out.write(SequenceJson.write(SequenceLines.Task.of(task), task.event()));
  }

  /** Whether a task of this event id was added. */
  public boolean contains(String eventId) {
    return eventIds.contains(eventId);
  }

  /** How many tasks were added. */
  public int size() {
    return eventIds.size();
  }

  /** Ends the file, makes it durable and puts it in its place. */
  public void finish() throws IOException {
    String sha256 = HexFormat.of().formatHex(digest.digest());
    out.write(SequenceJson.write(new SequenceLines.End(size(), sha256)));
    out.flush();
    channel.force(true);
    channel.close();
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    finished = true;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    if (!finished) {
      Files.deleteIfExists(part);
    }
  }
}
