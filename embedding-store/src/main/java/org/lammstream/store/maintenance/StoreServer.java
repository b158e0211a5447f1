package org.lammstream.store.maintenance;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.StoreIoException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes requests of other processes for the store that this process has open; their side is {@link
 * StoreMaintenance#open}. Only processes of the same user reach it. Started and closed by the owner
 * of the store, closed before the store. All its threads are daemons.
 */
public final class StoreServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StoreServer.class);
  private static final String THREAD = "lamm-store-server";

  private final Path store;
  private final ServerLimits limits;
  private final Path folder;
  private final ControlFile control;
  private final ServerSocketChannel listener;
  private final Conversation conversation;
  private final Deadlines deadlines = new Deadlines(THREAD + "-deadlines");
  private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();
  private final ThreadPoolExecutor workers;

  private StoreServer(EmbeddingStore store, ServerLimits limits) throws IOException {
    this.store = store.directory();
    this.limits = limits;
    this.conversation = new Conversation(StoreMaintenance.of(store), deadlines, limits.patience());
    this.folder = SocketFolder.make();
    Path socket = folder.resolve("control");
    this.control = ControlFile.of(socket);
    this.listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    this.workers =
        new ThreadPoolExecutor(
            0,
            limits.connections(),
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> daemon(task, THREAD + "-request"));
    try {
      listener.bind(UnixDomainSocketAddress.of(socket));
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
      control.write(this.store);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /**
   * Begins to take requests.
   *
   * @throws StoreIoException if the socket cannot be made
   */
  public static StoreServer start(EmbeddingStore store) {
    return start(store, ServerLimits.USUAL);
  }

  static StoreServer start(EmbeddingStore store, ServerLimits limits) {
    try {
      StoreServer server = new StoreServer(store, limits);
      daemon(server::accept, THREAD).start();
      return server;
    } catch (IOException e) {
      throw new StoreIoException(
          "cannot take maintenance requests for store "
              + store.directory()
              + " (the store itself is open and safe): "
              + e,
          e);
    }
  }

  private void accept() {
    while (true) {
      try {
        serve(listener.accept());
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOG.warn("store {}: cannot take a maintenance request", store, e);
        pause();
      }
    }
  }

  private void serve(SocketChannel connection) {
    connections.add(connection);
    try {
      workers.execute(
          () -> {
            conversation.hold(connection);
            forget(connection);
          });
    } catch (RejectedExecutionException e) {
      conversation.tell(
          connection, new Answer.Busy()); // Short enough never to wait for the other side.
      forget(connection);
    }
  }

  private void forget(SocketChannel connection) {
    Deadlines.closeQuietly(connection);
    connections.remove(connection);
  }

  /** So that a lasting fault, for example no free file handles, does not keep a core busy. */
  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Takes no more requests and gives those under way a moment to end. One that takes longer, a
   * backup for example, still ends, but its client does not hear of it; closing the store waits for
   * it.
   */
  @Override
  public void close() {
    Deadlines.closeQuietly(listener);
    try {
      control.delete(store);
    } catch (IOException e) {
      LOG.warn("store {}: cannot remove its file CONTROL", store, e);
    }
    workers.shutdown();
    try {
      if (!workers.awaitTermination(limits.farewell().toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.info("store {}: closed while {} requests are under way", store, connections.size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    connections.forEach(Deadlines::closeQuietly);
    deadlines.close();
    SocketFolder.remove(folder);
  }
}
