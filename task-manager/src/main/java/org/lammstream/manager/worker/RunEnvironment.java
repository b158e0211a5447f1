package org.lammstream.manager.worker;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.stream.consume.TaskDelivery;
import org.lammstream.stream.event.Provenance;

/**
 * What label embeddings depend on besides event, configuration, seed and checkpoint.
 *
 * @param processor processor model, or the device if that is not the CPU
 * @param engine engine and its version
 * @param threads threads of the engine
 */
record RunEnvironment(String codeVersion, String processor, String engine, int threads) {

  /** The environment of this process. */
  static RunEnvironment current(String codeVersion, ClipModel model) {
    Engine engine = Engine.getInstance();
    String device = model.device();
    return new RunEnvironment(
        codeVersion,
        device.startsWith("cpu") ? processorModel() : device,
        engine.getEngineName() + " " + engine.getVersion(),
        JniUtils.getNumThreads());
  }

  /** Provenance of a version made here. */
  Provenance provenance(
      TaskDelivery delivery, Map<String, String> configuration, long seed, ClipModel model) {
    return new Provenance(
        delivery.eventId(),
        delivery.position().partition().topic(),
        delivery.position().partition().partition(),
        delivery.position().offset(),
        configuration,
        seed,
        model.name(),
        model.sha256(),
        codeVersion,
        System.getProperty("java.version"),
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        processor,
        engine,
        threads);
  }

  private static String processorModel() {
    Path cpuinfo = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(cpuinfo)) {
      return System.getProperty("os.arch");
    }
    try (Stream<String> lines = Files.lines(cpuinfo)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch"); // only a note for people
    }
  }
}
