package org.lammstream.manager.api.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Reads a body into memory without blocking: a slow client costs a buffer as large as what it has
 * sent, and no thread.
 */
final class BodyReader implements Invocable.Task {
  private static final int FIRST = 8 << 10;

  private final Content.Source source;
  private final long maxBytes;
  private final MemoryBudget.Lease memory;
  private final CompletableFuture<byte[]> result = new CompletableFuture<>();
  private byte[] buffer = new byte[0];
  private int length;

  private BodyReader(Content.Source source, long maxBytes, MemoryBudget.Lease memory) {
    this.source = source;
    this.maxBytes = maxBytes;
    this.memory = memory;
  }

  /**
   * Reads to the end.
   *
   * @return fails with a {@link ProblemException} for a body that is too large, and with whatever
   *     the connection fails with
   */
  static CompletableFuture<byte[]> read(
      Content.Source source, long maxBytes, MemoryBudget.Lease memory) {
    BodyReader reader = new BodyReader(source, maxBytes, memory);
    reader.run();
    return reader.result;
  }

  static ProblemException tooLarge(long maxBytes) {
    return Problem.in(
            "body",
            Problem.Kind.TOO_LARGE,
            "the body is too large, the limit is " + maxBytes + " bytes")
        .exception();
  }

  @Override
  public void run() {
    try {
      while (!result.isDone()) {
        Content.Chunk chunk = source.read();
        if (chunk == null) {
          source.demand(this);
          return;
        }
        if (Content.Chunk.isFailure(chunk)) {
          result.completeExceptionally(chunk.getFailure());
          return;
        }
        try {
          append(chunk.getByteBuffer());
        } finally {
          chunk.release();
        }
        if (chunk.isLast()) {
          result.complete(length == buffer.length ? buffer : Arrays.copyOf(buffer, length));
        }
      }
    } catch (RuntimeException | Error e) {
      result.completeExceptionally(e);
    }
  }

  private void append(ByteBuffer bytes) {
    long wanted = (long) length + bytes.remaining();
    if (wanted > maxBytes) {
      throw tooLarge(maxBytes);
    }
    if (wanted > buffer.length) {
      long larger = Math.min(maxBytes, Math.max(wanted, Math.max(FIRST, 2L * buffer.length)));
      memory.grow(larger);
      buffer = Arrays.copyOf(buffer, Math.toIntExact(larger));
    }
    int more = bytes.remaining();
    bytes.get(buffer, length, more);
    length += more;
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }
}
