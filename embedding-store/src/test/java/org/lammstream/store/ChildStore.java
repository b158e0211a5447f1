package org.lammstream.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.lammstream.store.maintenance.StoreServer;

/** A second process that works on a store, to be killed or to hold the lock. */
final class ChildStore {

  /** Exit code of a process that ended itself: killed by signal 9. */
  static final int HALTED = 128 + 9;

  private ChildStore() {}

  static Process start(Path store, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(ChildStore.class.getName());
    command.add(store.toString());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Arguments: folder, what to do, number of a version, of writes or of a step. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path directory = Path.of(arguments[0]);
    switch (arguments[1]) {
      case "halt-before-write-of" -> commitUntilHalted(directory, number(arguments), true);
      case "halt-after-write-of" -> commitUntilHalted(directory, number(arguments), false);
      case "halt-pruning-after" -> pruneUntilHalted(directory, number(arguments));
      case "halt-migrating" -> migrateUntilHalted(directory, number(arguments));
      case "commit-forever" -> commitForever(directory);
      case "commit-and-flush-forever" -> commitAndFlushForever(directory);
      case "backup-forever" -> backupForever(directory, Path.of(arguments[2]));
      case "halt-in-restore" -> haltInRestore(directory, Path.of(arguments[2]));
      case "commit-and-prune-forever" -> commitAndPruneForever(directory);
      case "hold" -> hold(directory);
      case "serve" -> serve(directory);
      default -> throw new IllegalArgumentException(arguments[1]);
    }
  }

  /**
   * Ends this process where it stands, as {@code kill -9} does. {@link Runtime#halt} would run the
   * native library's exit handlers while its threads go on, which now and then crashes them.
   */
  static void die() {
    long pid = ProcessHandle.current().pid();
    try {
      new ProcessBuilder("sh", "-c", "kill -9 " + pid).start().waitFor();
      Thread.sleep(60_000);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("this process cannot kill itself", e);
    }
    throw new IllegalStateException("this process survived kill -9");
  }

  private static int number(String[] arguments) {
    return Integer.parseInt(arguments[2]);
  }

  private static void commitUntilHalted(Path directory, int last, boolean before) {
    int[] commits = {0};
    CommitProbe probe =
        new CommitProbe() {
          @Override
          public void beforeWrite() {
            commits[0]++;
            if (before && commits[0] == last) {
              die();
            }
          }

          @Override
          public void afterWrite() {
            if (commits[0] == last) {
              die();
            }
          }
        };
    try (EmbeddingStore store = EmbeddingStore.open(directory, probe)) {
      for (int number = 1; ; number++) {
        store.commit(Samples.commit(number));
      }
    }
  }

  private static void pruneUntilHalted(Path directory, int writes) {
    int[] done = {0};
    CommitProbe probe =
        new CommitProbe() {
          @Override
          public void afterWrite() {
            if (++done[0] == writes) {
              die();
            }
          }
        };
    try (Database database = new DatabaseOpener(directory).open()) {
      new Pruner(database, probe, PruneCrashTest.HISTORY.learner(), PruneCrashTest.BATCH)
          .remove(PruneCrashTest.RULE, History.createdAt(PruneCrashTest.VERSIONS));
    }
  }

  /** Takes the steps before one and ends in it. */
  private static void migrateUntilHalted(Path directory, int last) {
    List<Migration> steps = new ArrayList<>();
    for (int step = 1; step < last; step++) {
      steps.add(MigrationTest.note(step));
    }
    steps.add((view, batch) -> die());
    new DatabaseOpener(directory, new StoreFormat(steps)).open().close();
  }

  /** Prints the number of every version once it is committed. */
  private static void commitForever(Path directory) {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      for (int number = 1; ; number++) {
        store.commit(Samples.commit(number));
        System.out.println(number);
      }
    }
  }

  /** Opens the store anew for every commit, for opening replaces the log by data files. */
  private static void commitAndFlushForever(Path directory) throws InterruptedException {
    for (int number = 1; ; number++) {
      try (EmbeddingStore store = EmbeddingStore.open(directory)) {
        store.commit(Samples.commit(number));
      }
      Thread.sleep(20); // No process restarts faster; a reader needs to get a word in.
      System.out.println(number);
    }
  }

  /** Prints the number of every backup once it is complete; commits one version before each. */
  private static void backupForever(Path directory, Path backups) {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      for (int number = 1; ; number++) {
        store.commit(Samples.commit(number));
        System.out.println(store.backup(backups, 0).id());
      }
    }
  }

  private static void commitAndPruneForever(Path directory) {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      for (int number = 1; ; number++) {
        TornReadTest.commitAndSometimesPrune(store, number);
        System.out.println(number);
      }
    }
  }

  /** Ends when everything is restored, but not yet in its place. */
  private static void haltInRestore(Path directory, Path backups) {
    try (BackupFolder folder = BackupFolder.openExisting(backups)) {
      new BackupRestore(folder, () -> die()).restore(OptionalInt.empty(), directory);
    }
  }

  /** Commits one version, says so, and keeps the store open until its input ends. */
  private static void hold(Path directory) throws IOException {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.commit(Samples.commit(1));
      System.out.println("holding");
      System.in.readAllBytes();
    }
  }

  /** Commits two versions, takes requests for the store, and ends with its input. */
  private static void serve(Path directory) throws IOException {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.commit(Samples.commit(1));
      store.commit(Samples.commit(2));
      StoreServer server = StoreServer.start(store);
      System.out.println("serving");
      System.in.readAllBytes();
      server.close();
      System.out.println("closing");
    }
  }
}
