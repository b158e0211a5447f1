package org.lammstream.store.maintenance;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.lammstream.store.BackupInfo;
import org.lammstream.store.PruneResult;
import org.lammstream.store.PruneRule;
import org.lammstream.store.StoreControlException;

/** Asks the process that holds the store; one connection for each request. Thread-safe. */
final class MaintenanceClient implements StoreMaintenance {

  /** How long until the server must have accepted a request, or told that it is busy. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int BUSY_ATTEMPTS = 100;
  private static final long BUSY_PAUSE_MILLIS = 100;

  private final Path store;
  private final ControlFile control;
  private final Deadlines deadlines = new Deadlines("lamm-store-client-deadlines");

  MaintenanceClient(Path store, ControlFile control) {
    this.store = store;
    this.control = control;
  }

  /** Whether anybody listens. */
  boolean isAnswered() {
    try (SocketChannel connection = connect()) {
      return connection.isConnected();
    } catch (IOException | IllegalArgumentException e) { // The latter for what is no path.
      return false;
    }
  }

  @Override
  public void rollback(String learner, int number, boolean moveHead) {
    ask(new Request.Rollback(learner, number, moveHead), Answer.Done.class);
  }

  @Override
  public void moveHead(String learner, int number) {
    ask(new Request.MoveHead(learner, number), Answer.Done.class);
  }

  @Override
  public void setAlias(String learner, String name, int number) {
    ask(new Request.SetAlias(learner, name, number), Answer.Done.class);
  }

  @Override
  public void removeAlias(String learner, String name) {
    ask(new Request.RemoveAlias(learner, name), Answer.Done.class);
  }

  @Override
  public PruneResult prune(String learner, PruneRule rule, boolean dryRun) {
    return ask(Request.Prune.of(learner, rule, dryRun), Answer.Pruned.class).result();
  }

  @Override
  public BackupInfo backup(Path directory, int keep) {
    String absolute = directory.toAbsolutePath().normalize().toString();
    return ask(new Request.Backup(absolute, keep), Answer.BackedUp.class).info();
  }

  private <T extends Answer.Outcome> T ask(Request request, Class<T> expected) {
    for (int attempt = 1; attempt <= BUSY_ATTEMPTS; attempt++) {
      Answer answer = attempt(request);
      if (expected.isInstance(answer)) {
        return expected.cast(answer);
      }
      if (answer instanceof Answer.Failed failed) {
        throw failed.kind().exception(failed.message());
      }
      if (!(answer instanceof Answer.Busy)) {
        throw unknownOutcome("it answered " + answer, null);
      }
      pause();
    }
    throw new StoreControlException(
        holder() + " is busy with other requests; nothing was changed: try again later", null);
  }

  private Answer attempt(Request request) {
    try (SocketChannel connection = connectOrFail()) {
      Wire wire = new Wire();
      Answer first =
          deadlines.within(PATIENCE, connection, () -> firstAnswer(wire, connection, request));
      return first instanceof Answer.Accepted
          ? wire.read(connection, Answer.class, Wire.LONGEST_ANSWER)
          : first;
    } catch (AsynchronousCloseException e) {
      throw unknownOutcome("it did not answer within " + PATIENCE.toSeconds() + " s", e);
    } catch (IOException e) {
      throw unknownOutcome("it broke off before it answered", e);
    }
  }

  /** A server that refuses may have closed its side before the request was sent. */
  private static Answer firstAnswer(Wire wire, SocketChannel connection, Request request)
      throws IOException {
    @Nullable IOException unsent = null;
    try {
      Wire.write(connection, request);
    } catch (AsynchronousCloseException e) {
      throw e;
    } catch (IOException e) {
      unsent = e;
    }
    try {
      return wire.read(connection, Answer.class, Wire.LONGEST_ANSWER);
    } catch (IOException e) {
      if (unsent != null) {
        e.addSuppressed(unsent);
      }
      throw e;
    }
  }

  private SocketChannel connectOrFail() {
    try {
      return connect();
    } catch (IOException e) {
      throw new StoreControlException(
          holder() + " is gone; nothing was changed: run the command again", e);
    }
  }

  private SocketChannel connect() throws IOException {
    SocketChannel connection = SocketChannel.open(StandardProtocolFamily.UNIX);
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(control.socket());
    try {
      // Connecting waits while the other side has too many connections that it has not taken yet.
      deadlines.within(PATIENCE, connection, () -> connection.connect(address));
      return connection;
    } catch (IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private StoreControlException unknownOutcome(String what, @Nullable Throwable cause) {
    return new StoreControlException(
        holder()
            + " was asked, but "
            + what
            + "; the store is whole, but whether this was carried out is not known: see `lamm"
            + " versions list`",
        cause);
  }

  private String holder() {
    return "process " + control.pid() + ", which held store " + store + ",";
  }

  private static void pause() {
    try {
      Thread.sleep(BUSY_PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreControlException("interrupted while waiting; nothing was changed", e);
    }
  }

  @Override
  public void close() {
    deadlines.close();
  }
}
