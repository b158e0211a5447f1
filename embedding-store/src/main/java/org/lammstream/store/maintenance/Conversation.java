package org.lammstream.store.maintenance;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the server says to one client: reads the request, carries it out, answers. Thread-safe. */
final class Conversation {

  private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

  private final StoreMaintenance store;
  private final Deadlines deadlines;
  private final Duration patience;

  Conversation(StoreMaintenance store, Deadlines deadlines, Duration patience) {
    this.store = store;
    this.deadlines = deadlines;
    this.patience = patience;
  }

  /** From the request to its outcome; the caller closes the connection afterwards. */
  void hold(SocketChannel connection) {
    try {
      Request request =
          deadlines.within(
              patience,
              connection,
              () -> new Wire().read(connection, Request.class, Wire.LONGEST_REQUEST));
      // A client that cannot be told has left: then nothing is done.
      say(connection, new Answer.Accepted());
      // Without a limit: pruning and backups take as long as they take.
      say(connection, carryOut(request));
    } catch (RejectedExecutionException e) {
      LOG.debug("the server closed before the client could be told", e);
    } catch (Wire.MalformedLineException e) {
      tell(connection, malformed(e));
    } catch (IOException e) {
      LOG.debug("a client broke off", e);
    }
  }

  /** The only answer to a client that was not heard or not understood. */
  void tell(SocketChannel connection, Answer answer) {
    try {
      say(connection, answer);
    } catch (IOException e) {
      LOG.debug("a client broke off", e);
    }
  }

  private Answer.Outcome carryOut(Request request) {
    LOG.info("maintenance: {}", request);
    try {
      return request.apply(store);
    } catch (RuntimeException e) {
      Answer.Failed failed = Answer.Failed.of(e);
      if (failed.kind() == FailureKind.INTERNAL) {
        LOG.error("maintenance failed: {}", request, e);
      }
      return failed;
    }
  }

  private static Answer.Failed malformed(Wire.MalformedLineException cause) {
    return new Answer.Failed(
        FailureKind.CONTROL,
        "the process that holds the store does not understand the request; nothing was changed: it"
            + " may run another version of this program ("
            + cause.getMessage()
            + ")");
  }

  private void say(SocketChannel connection, Answer answer) throws IOException {
    deadlines.within(
        patience,
        connection,
        () -> {
          Wire.write(connection, answer);
          return answer;
        });
  }
}
