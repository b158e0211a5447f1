package org.lammstream.manager.worker;

import java.nio.file.Path;
import java.util.List;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.broker.EmbeddedBroker;

/** Fruit on a broker of its own, and the model that workers learn it with. */
final class FruitStream implements AutoCloseable {
  final FruitTasks fruit;
  final ClipModel model = ClipModel.load(Fixtures.path("tiny_clip"), new ComputeDevice.Cpu());
  private final EmbeddedBroker broker;

  FruitStream(Path folder) {
    fruit = new FruitTasks(folder.resolve("images"));
    broker = EmbeddedBroker.start(folder.resolve("broker"));
  }

  /** Topics of their own. */
  WorkerKit kit() {
    return new WorkerKit(
        KafkaConnection.to(broker.bootstrapServers()), model, List.of(fruit.images));
  }

  @Override
  public void close() {
    broker.close();
    model.close();
  }
}
