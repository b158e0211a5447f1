package org.lammstream.manager.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.lammstream.manager.survive.Hold;
import org.lammstream.manager.survive.Step;
import org.lammstream.manager.worker.ForwardingListener;
import org.lammstream.manager.worker.Phase;
import org.lammstream.manager.worker.RecordSink;
import org.lammstream.manager.worker.RefusedTask;
import org.lammstream.manager.worker.WorkerListener;
import org.lammstream.store.CellScore;
import org.lammstream.store.Version;
import org.lammstream.stream.event.TaskEvent;

/**
 * A program for tests: the real {@code lamm}, whose worker is held at a step. The first three
 * arguments are a {@link Hold}, or three dashes for none. It ends with the process that started it.
 */
public final class HeldWorker {
  private HeldWorker() {}

  /**
   * Runs the command.
   *
   * @param args hold and command line
   */
  public static void main(String[] args) {
    haltWithParent();
    List<String> command = List.of(args).subList(3, args.length);
    WorkerSeams seams =
        args[0].equals("-") ? WorkerSeams.NONE : seams(Hold.parse(List.of(args).subList(0, 3)));
    System.exit(LammCli.run(Console.system(), command, seams));
  }

  /** A test that was killed must leave no worker behind. */
  private static void haltWithParent() {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  // Nothing is ever written to it; it ends with the other process.
                }
              } catch (IOException e) {
                // As good as the end.
              }
              Runtime.getRuntime().halt(1);
            },
            "parent");
    watch.setDaemon(true);
    watch.start();
  }

  private static WorkerSeams seams(Hold hold) {
    Hold.Counter counter = hold.counter();
    return new WorkerSeams(
        listener -> new HeldListener(listener, counter), sink -> held(sink, counter));
  }

  private static RecordSink held(RecordSink sink, Hold.Counter counter) {
    return records -> {
      counter.reached(Step.BEFORE_PUBLISHING);
      sink.publish(records);
      counter.reached(Step.BEFORE_ACKNOWLEDGING);
    };
  }

  private static final class HeldListener extends ForwardingListener {
    private final Hold.Counter counter;

    HeldListener(WorkerListener next, Hold.Counter counter) {
      super(next);
      this.counter = counter;
    }

    @Override
    public void taskStarted(TaskEvent task, String eventId) {
      super.taskStarted(task, eventId);
      counter.reached(Step.POLLED);
    }

    @Override
    public void phaseProgress(Phase phase, int done, int total) {
      super.phaseProgress(phase, done, total);
      boolean amid = done > 0 && done < total;
      if (phase == Phase.ENCODE && amid) {
        counter.reached(Step.ENCODING);
      } else if (phase == Phase.ALIGN && amid) {
        counter.reached(Step.ALIGNING);
      } else if (phase == Phase.EVALUATE && done == total) {
        counter.reached(Step.EVALUATED);
      } else if (phase == Phase.COMMIT) {
        counter.reached(Step.BEFORE_BATCH);
      }
    }

    @Override
    public void versionCommitted(
        Version version, String eventId, List<CellScore> cells, Map<String, Double> seconds) {
      super.versionCommitted(version, eventId, cells, seconds);
      counter.reached(Step.COMMITTED);
    }

    @Override
    public void taskRejected(RefusedTask refused) {
      super.taskRejected(refused);
      counter.reached(Step.COMMITTED);
    }
  }
}
